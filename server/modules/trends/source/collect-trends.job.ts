import { defineJob } from '../../../jobs/job.ts';

/** Asks the sources of trends that are due; scheduled every `COLLECT_TRENDS_EVERY_SECONDS`. */
export const collectTrendsJob = defineJob<Record<string, never>>('trends.collect', {
  retryLimit: 0,
  // Shorter than the lease of a source.
  expireSeconds: 900,
  singleton: 'unfinished',
});

/** So soon a restart with other settings asks with these. */
export const COLLECT_TRENDS_EVERY_SECONDS = 60;
