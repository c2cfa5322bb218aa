import { defineJob } from '../../../jobs/job.ts';

/** Folds the logs of runs that ended a day ago. What is left undone is for the next one. */
export const foldLogsJob = defineJob<Record<string, never>>('recommendations.fold-logs', {
  retryLimit: 0,
  singleton: 'unfinished',
});

export const FOLD_LOGS_EVERY_SECONDS = 3_600;
