import type { Services } from '../../app/services.ts';
import { defineWorker, type WorkerBinding } from '../../jobs/job.ts';
import { accountsBehind, refreshAnalyses } from './refresh-analyses.service.ts';
import { refreshAnalysesJob, refreshDueJob } from './refresh-analyses.job.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'hub' | 'queue'>;

export function createRefreshAnalysesWorker(deps: Deps): WorkerBinding {
  return defineWorker(refreshAnalysesJob, ({ connectionId }, { signal }) =>
    refreshAnalyses(deps, connectionId, signal),
  );
}

export function createRefreshDueWorker(deps: Deps): WorkerBinding {
  return defineWorker(refreshDueJob, async () => {
    for (const connectionId of await accountsBehind(deps)) {
      await deps.queue.send(refreshAnalysesJob, { connectionId }, { singletonKey: connectionId });
    }
  });
}
