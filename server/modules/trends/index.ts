import './import-trends.mutation.ts';
