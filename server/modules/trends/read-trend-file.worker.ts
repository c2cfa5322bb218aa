import { defineWorker, type WorkerBinding } from '../../jobs/job.ts';
import { readTrendFileJob } from './read-trend-file.job.ts';
import { giveUpTrendImport, runTrendImport, type TrendImportDeps } from './trend-import-run.service.ts';

export function createReadTrendFileWorker(deps: TrendImportDeps): WorkerBinding {
  return defineWorker(readTrendFileJob, (key, { signal }) => runTrendImport(deps, key, signal), {
    onExhausted: (key) => giveUpTrendImport(deps, key),
  });
}
