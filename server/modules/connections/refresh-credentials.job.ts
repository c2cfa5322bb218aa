import { defineJob } from '../../jobs/job.ts';

/** Refreshes access tokens that end soon; scheduled every `REFRESH_CREDENTIALS_EVERY_SECONDS`. */
export const refreshCredentialsJob = defineJob<Record<string, never>>('connection.refresh-credentials', {
  retryLimit: 0,
  expireSeconds: 600,
  singleton: 'unfinished',
});

/** A token is due for at least ten minutes before it ends, so several rounds come by. */
export const REFRESH_CREDENTIALS_EVERY_SECONDS = 120;
