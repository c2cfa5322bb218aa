import './rate-limit.query.ts';
