import { defineWorker, RetryLater } from '../../jobs/job.ts';
import type { WorkerBinding } from '../../jobs/job.ts';
import { refreshAnalysesJob } from '../performance/refresh-analyses.job.ts';
import { syncConnectionJob } from './sync-connection.job.ts';
import { abandonSync } from './sync-failure.service.ts';
import type { SyncDeps } from './sync-step.ts';
import { runSync } from './sync.service.ts';

/** Several accounts at a time, since a sync mostly waits for TikTok. */
const CONCURRENCY = 8;

/** @param withPictures whether a sync that somebody waits for brings the pictures too. */
export function createSyncConnectionWorker(
  deps: SyncDeps,
  { withPictures }: { withPictures: boolean },
): WorkerBinding {
  return defineWorker(
    syncConnectionJob,
    async (sync, { signal }) => {
      const result = await runSync(deps, sync, { signal, withPictures });
      const level = result.outcome === 'FAILED' ? 'info' : 'debug';
      deps.log[level]({ ...sync, outcome: result.outcome }, 'Sync ended');
      if (result.outcome === 'COMPLETED') {
        const { connectionId } = sync;
        await deps.queue.send(refreshAnalysesJob, { connectionId }, { singletonKey: connectionId });
      }
      if (result.outcome === 'POSTPONED') throw new RetryLater(result.delaySeconds);
    },
    { concurrency: CONCURRENCY, onExhausted: (sync, error) => abandonSync(deps, sync, error) },
  );
}
