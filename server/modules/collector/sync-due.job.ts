import { defineJob } from '../../jobs/job.ts';

/** Plans the syncs that are due; scheduled every `SYNC_DUE_EVERY_SECONDS`. */
export const syncDueJob = defineJob<Record<string, never>>('connection.sync-due', { retryLimit: 0 });

/** How late a planned sync can begin. Short beside the hour of the first rung, and beside the quota's minute. */
export const SYNC_DUE_EVERY_SECONDS = 15;
