import type { Services } from '../../app/services.ts';
import { defineWorker } from '../../jobs/job.ts';
import type { WorkerBinding } from '../../jobs/job.ts';
import { refreshCredentialsJob } from './refresh-credentials.job.ts';
import { refreshDueCredentials } from './refresh-credentials.service.ts';

export function createRefreshCredentialsWorker(
  deps: Pick<Services, 'database' | 'clock' | 'log' | 'tiktok' | 'cipher' | 'hub'>,
): WorkerBinding {
  return defineWorker(refreshCredentialsJob, async (_payload, { signal }) => {
    const round = await refreshDueCredentials(deps, { signal });
    const level = round.failed > 0 || round.dead > 0 ? 'info' : 'debug';
    deps.log[level](round, 'Access tokens that end soon were refreshed');
  });
}
