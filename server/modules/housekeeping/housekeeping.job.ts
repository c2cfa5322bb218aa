import { defineJob } from '../../jobs/job.ts';

/** Removes what has served its time, and takes up what was left lying. */
export const housekeepingJob = defineJob<Record<string, never>>('server.housekeeping', { retryLimit: 0 });

export const HOUSEKEEPING_EVERY_SECONDS = 3_600;
