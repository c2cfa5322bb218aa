import type { Services } from '../../app/services.ts';
import { defineWorker } from '../../jobs/job.ts';
import type { WorkerBinding } from '../../jobs/job.ts';
import { syncConnectionJob } from './sync-connection.job.ts';
import { abandonSync } from './sync-failure.service.ts';
import { runSync } from './sync.service.ts';

/** Several accounts at a time, since a sync mostly waits for TikTok. */
const CONCURRENCY = 4;

export function createSyncConnectionWorker(
  deps: Pick<Services, 'database' | 'clock' | 'log' | 'tiktok' | 'cipher' | 'hub'>,
): WorkerBinding {
  return defineWorker(
    syncConnectionJob,
    async (sync, { signal }) => {
      const result = await runSync(deps, sync, { signal });
      const level = result.outcome === 'SUPERSEDED' ? 'debug' : 'info';
      deps.log[level]({ ...sync, outcome: result.outcome }, 'Sync ended');
    },
    { concurrency: CONCURRENCY, onExhausted: (sync, error) => abandonSync(deps, sync, error) },
  );
}
