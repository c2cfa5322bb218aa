import type { Services } from '../../app/services.ts';
import { defineWorker } from '../../jobs/job.ts';
import type { WorkerBinding } from '../../jobs/job.ts';
import { syncDueJob } from './sync-due.job.ts';
import { planDueSyncs } from './sync-planner.service.ts';

export function createSyncDueWorker(
  deps: Pick<Services, 'database' | 'clock' | 'log' | 'queue' | 'quota'>,
): WorkerBinding {
  return defineWorker(syncDueJob, async () => {
    const planned = await planDueSyncs(deps);
    if (planned > 0) deps.log.debug({ planned }, 'Due syncs were queued');
  });
}
