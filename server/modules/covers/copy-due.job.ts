import { defineJob } from '../../jobs/job.ts';

/** Sends a copy job for every connection with something due; scheduled every `COPY_DUE_EVERY_SECONDS`. */
export const copyDueJob = defineJob<Record<string, never>>('covers.due', { retryLimit: 0 });

export const COPY_DUE_EVERY_SECONDS = 60;
