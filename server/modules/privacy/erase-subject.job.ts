import { defineJob } from '../../jobs/job.ts';

/** Erases what was asked for and proves it. Does nothing once that is done. Sent with the erasure's id as singleton key. */
export const eraseSubjectJob = defineJob<{ erasureId: string }>('privacy.erase-subject', {
  retryLimit: 5,
  retryDelaySeconds: 5,
  expireSeconds: 3_600,
  singleton: 'unfinished',
});
