import { defineJob } from '../../jobs/job.ts';

/** Plans the syncs that are due; scheduled every `SYNC_DUE_EVERY_SECONDS`. */
export const syncDueJob = defineJob<Record<string, never>>('connection.sync-due', { retryLimit: 0 });

/** How late a planned sync can begin. A rate limit ends after 60 s, so a longer period would waste it. */
export const SYNC_DUE_EVERY_SECONDS = 60;
