import type { Services } from '../../app/services.ts';
import { defineWorker, type WorkerBinding } from '../../jobs/job.ts';
import { copyImagesJob } from './copy-images.job.ts';
import { copyImages } from './copy-images.service.ts';

/** Connections at a time; each waits for four pictures. */
const CONCURRENCY = 2;

export function createCopyImagesWorker(
  deps: Pick<Services, 'database' | 'clock' | 'log' | 'files' | 'imageSource' | 'queue'>,
): WorkerBinding {
  return defineWorker(
    copyImagesJob,
    async ({ connectionId }, { signal }) => {
      const { hasMore, ...counts } = await copyImages(deps, connectionId, { signal });
      deps.log.debug({ connectionId, ...counts }, 'Images copied');
      if (hasMore) await deps.queue.send(copyImagesJob, { connectionId }, { singletonKey: connectionId });
    },
    { concurrency: CONCURRENCY },
  );
}
