import './import-trends.mutation.ts';
import './server-info.trend-sources.field.ts';
