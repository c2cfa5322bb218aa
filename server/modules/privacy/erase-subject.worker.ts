import type { Services } from '../../app/services.ts';
import { defineWorker } from '../../jobs/job.ts';
import type { WorkerBinding } from '../../jobs/job.ts';
import { eraseSubjectJob } from './erase-subject.job.ts';
import { eraseSubject, failErasure } from './erase-subject.service.ts';
import type { ErasureContribution } from './erasure-place.ts';

export function createEraseSubjectWorker(
  deps: Services,
  contributions: readonly ErasureContribution[],
): WorkerBinding {
  return defineWorker(
    eraseSubjectJob,
    async ({ erasureId }, { signal }) => {
      await eraseSubject(deps, contributions, erasureId, signal);
      deps.log.info({ erasureId }, 'Erased what was asked for');
    },
    { onExhausted: ({ erasureId }, error) => failErasure(deps, erasureId, error) },
  );
}
