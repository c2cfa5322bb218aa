import { defineJob } from '../../jobs/job.ts';

/**
 * Runs a planned sync. Does nothing once the sync has ended. Sent with the connection's id as singleton key.
 * Half an hour is 20,000 videos at TikTok's slowest; a killed attempt goes on where it was.
 */
export const syncConnectionJob = defineJob<{ connectionId: string; syncId: string }>('connection.sync', {
  expireSeconds: 1_800,
  retryDelaySeconds: 5,
});
