import type { Services } from '../../app/services.ts';
import { defineWorker, type WorkerBinding } from '../../jobs/job.ts';
import { copyDueJob } from './copy-due.job.ts';
import { copyImagesJob } from './copy-images.job.ts';
import { dueImages } from './image-offers.service.ts';

/** Connections a round; the rest is due again in the next one. */
const BATCH = 500;

export function createCopyDueWorker({
  database,
  clock,
  queue,
}: Pick<Services, 'database' | 'clock' | 'queue'>): WorkerBinding {
  return defineWorker(copyDueJob, async () => {
    const due = await database.prisma.tikTokImage.groupBy({
      by: ['connectionId'],
      where: dueImages(clock.now()),
      _min: { sourceEndsAt: true },
      orderBy: { _min: { sourceEndsAt: 'asc' } },
      take: BATCH,
    });
    for (const { connectionId } of due) {
      await queue.send(copyImagesJob, { connectionId }, { singletonKey: connectionId });
    }
  });
}
