import { defineJob } from '../../../jobs/job.ts';

/** Runs of one workspace at a time: half of what a process does, so that a slot is free or soon will be for the next. */
const PER_WORKSPACE = 4;

/** Brings a run to its end. A worker lost or restarted costs an attempt, not the run. Grouped by workspace. */
export const generateRecommendationsJob = defineJob<{ runId: string }>('recommendations.generate', {
  retryLimit: 3,
  expireSeconds: 900,
  perGroup: PER_WORKSPACE,
});
