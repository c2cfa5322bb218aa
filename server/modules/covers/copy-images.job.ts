import { defineJob } from '../../jobs/job.ts';

/** Copies what is due of a connection's covers and avatar. Sent with the connection's id as singleton key. */
export const copyImagesJob = defineJob<{ connectionId: string }>('covers.copy', {
  retryDelaySeconds: 5,
});
