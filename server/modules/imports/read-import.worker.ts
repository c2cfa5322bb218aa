import { defineWorker } from '../../jobs/job.ts';
import type { WorkerBinding } from '../../jobs/job.ts';
import { discardUpload, giveUpImport, runImport } from './import-run.service.ts';
import type { ImportRunDeps } from './import-run.service.ts';
import { discardUploadJob, readImportJob } from './read-import.job.ts';

/** Reading is work for the processor, which other jobs need too. */
const CONCURRENCY = 2;

export function createReadImportWorker(deps: ImportRunDeps): WorkerBinding {
  return defineWorker(readImportJob, (key, { signal }) => runImport(deps, key, signal), {
    concurrency: CONCURRENCY,
    onExhausted: (key) => giveUpImport(deps, key),
  });
}

export function createDiscardUploadWorker(deps: Pick<ImportRunDeps, 'database' | 'files'>): WorkerBinding {
  return defineWorker(discardUploadJob, (key) => discardUpload(deps, key));
}
