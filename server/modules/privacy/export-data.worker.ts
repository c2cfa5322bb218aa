import type { Services } from '../../app/services.ts';
import { defineWorker, type WorkerBinding } from '../../jobs/job.ts';
import { exportDataJob } from './export-data.job.ts';
import { failExport, makeExport } from './make-export.service.ts';

export function createExportDataWorker(
  deps: Pick<Services, 'database' | 'clock' | 'log' | 'files' | 'spool'>,
): WorkerBinding {
  return defineWorker(exportDataJob, ({ exportId }, { signal }) => makeExport(deps, exportId, signal), {
    onExhausted: ({ exportId }, error) => failExport(deps, exportId, error),
  });
}
