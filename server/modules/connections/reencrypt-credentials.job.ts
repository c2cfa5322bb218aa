import { defineJob } from '../../jobs/job.ts';

/** Brings stored tokens under the first encryption key; scheduled, and so sent at each start. */
export const reencryptCredentialsJob = defineJob<Record<string, never>>('connection.reencrypt-credentials', {
  retryLimit: 0,
  expireSeconds: 3_600,
  singleton: 'unfinished',
});

/** A node with the former order of keys may have stored one more pair after the job was done. */
export const REENCRYPT_CREDENTIALS_EVERY_SECONDS = 300;
