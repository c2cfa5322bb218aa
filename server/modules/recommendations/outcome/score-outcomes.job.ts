import { defineJob } from '../../../jobs/job.ts';

/** Holds the videos made from recommendations against what was expected of them. */
export const scoreOutcomesJob = defineJob<Record<string, never>>('recommendations.score', { retryLimit: 0 });

export const SCORE_OUTCOMES_EVERY_SECONDS = 3_600;
