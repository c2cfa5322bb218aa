import { defineJob } from '../../../jobs/job.ts';

/** Brings a run to its end. A worker lost or restarted costs an attempt, not the run. */
export const generateRecommendationsJob = defineJob<{ runId: string }>('recommendations.generate', {
  retryLimit: 3,
  expireSeconds: 900,
});
