import type { Services } from '../../../app/services.ts';
import { defineWorker, RetryLater } from '../../../jobs/job.ts';
import type { WorkerBinding } from '../../../jobs/job.ts';
import { rebuildDueJob, rebuildRollupJob } from './rebuild-rollup.job.ts';
import { queueRebuilds, rebuildRollup } from './rebuild.service.ts';

/** While a sync stores page after page a rebuild comes to nothing. */
const AGAIN_SECONDS = 10;

export function createRebuildRollupWorker(deps: Pick<Services, 'database'>): WorkerBinding {
  return defineWorker(rebuildRollupJob, async ({ connectionId }, { signal }) => {
    const rollup = await deps.database.prisma.analyticsRollup.findUnique({ where: { connectionId } });
    if (rollup?.isPending !== true) return;
    if (!(await rebuildRollup(deps, connectionId, signal))) throw new RetryLater(AGAIN_SECONDS);
  });
}

export function createRebuildDueWorker(deps: Pick<Services, 'database' | 'queue' | 'log'>): WorkerBinding {
  return defineWorker(rebuildDueJob, async () => {
    const queued = await queueRebuilds(deps);
    if (queued > 0) deps.log.debug({ queued }, 'Rebuilds of roll-ups were queued');
  });
}
