import { defineJob } from '../../jobs/job.ts';

/** Looks after trends that no source names any more. */
export const keepTrendsJob = defineJob<Record<string, never>>('trends.keep', { retryLimit: 0 });

export const KEEP_TRENDS_EVERY_SECONDS = 3_600;
