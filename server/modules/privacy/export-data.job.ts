import { defineJob } from '../../jobs/job.ts';

/** Makes the ZIP that was asked for. Does nothing once that is done. Sent with the export's id as singleton key. */
export const exportDataJob = defineJob<{ exportId: string }>('privacy.export-data', {
  retryLimit: 4,
  retryDelaySeconds: 5,
  expireSeconds: 3_600,
  singleton: 'unfinished',
});
