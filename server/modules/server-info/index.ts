import './server-info.query.ts';
