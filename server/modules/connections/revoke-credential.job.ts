import { defineJob } from '../../jobs/job.ts';

/**
 * Tells TikTok that a grant is no longer used, and deletes it. Does nothing once that is done, or once the person has
 * connected again. Sent with the credential's id as singleton key.
 */
export const revokeCredentialJob = defineJob<{ credentialId: string }>('connection.revoke-credential', {
  singleton: 'unfinished',
});
