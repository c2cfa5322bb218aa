import type { Services } from '../../app/services.ts';
import { defineWorker } from '../../jobs/job.ts';
import type { WorkerBinding } from '../../jobs/job.ts';
import { readKeyUse, reencryptCredentials } from './credential-keys.service.ts';
import { ensureSignInSecret } from '../identity/sign-in-secret.service.ts';
import { reencryptCredentialsJob } from './reencrypt-credentials.job.ts';

export function createReencryptCredentialsWorker(
  deps: Pick<Services, 'database' | 'clock' | 'log' | 'cipher'>,
): WorkerBinding {
  return defineWorker(reencryptCredentialsJob, async (_payload, { signal }) => {
    const { cipher, log } = deps;
    // A node that has the former key first may have started since this one.
    await ensureSignInSecret(deps);
    const reencrypted = await reencryptCredentials(deps, { signal });
    const others = (await readKeyUse(deps)).filter(({ keyId }) => keyId !== cipher.keyId);
    if (others.length > 0) {
      log.info(
        { reencrypted, keyId: cipher.keyId, others },
        'Stored tokens still need other encryption keys',
      );
    } else if (reencrypted > 0) {
      log.info(
        { reencrypted, keyId: cipher.keyId },
        'All stored tokens are under the first encryption key; the others can be removed',
      );
    }
  });
}
