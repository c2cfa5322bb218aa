import type { Services } from '../../../app/services.ts';
import { defineWorker } from '../../../jobs/job.ts';
import type { WorkerBinding } from '../../../jobs/job.ts';
import { foldLogsJob } from './fold-logs.job.ts';
import { foldEndedLogs } from './fold-logs.service.ts';

export function createFoldLogsWorker(deps: Pick<Services, 'database' | 'clock' | 'log'>): WorkerBinding {
  return defineWorker(foldLogsJob, async (_payload, { signal }) => {
    const runs = await foldEndedLogs(deps, signal);
    deps.log.debug({ runs }, 'Logs of runs folded');
  });
}
