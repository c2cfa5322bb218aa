import { defineJob } from '../../jobs/job.ts';

/** Brings an account's analyses up to date. Sent with the connection's id as singleton key, after every sync. */
export const refreshAnalysesJob = defineJob<{ connectionId: string }>('performance.refresh', {
  retryDelaySeconds: 30,
  // What people wait for goes first.
  priority: -1,
});

/** Sends one for every account whose analyses are behind: after an update of the code, or where a message was lost. */
export const refreshDueJob = defineJob<Record<string, never>>('performance.due', { retryLimit: 0 });

export const REFRESH_DUE_EVERY_SECONDS = 600;
