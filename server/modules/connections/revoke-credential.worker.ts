import type { Services } from '../../app/services.ts';
import { defineWorker, RetryLater } from '../../jobs/job.ts';
import type { WorkerBinding } from '../../jobs/job.ts';
import { revokeCredentialJob } from './revoke-credential.job.ts';
import { revokeCredential } from './revoke-credential.service.ts';

export function createRevokeCredentialWorker(
  deps: Pick<Services, 'database' | 'clock' | 'log' | 'tiktok' | 'cipher' | 'hub'>,
): WorkerBinding {
  return defineWorker(revokeCredentialJob, async ({ credentialId }) => {
    const { outcome, retryInSeconds } = await revokeCredential(deps, credentialId);
    if (outcome === 'POSTPONED') throw new RetryLater(retryInSeconds);
    if (outcome !== 'NOTHING_TO_DO') deps.log.info({ credentialId, outcome }, 'A TikTok grant was let go');
  });
}
