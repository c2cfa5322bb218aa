import type { Services } from '../../../app/services.ts';
import { valuesWithoutJob } from '../../../jobs/job-data.ts';
import { generateRecommendationsJob } from './generate-recommendations.job.ts';

/**
 * Queues the runs that have not ended and that no job is to do any more, since it was lost or could not even be given up.
 * Returns how many. Repeatable; a run that ends meanwhile is one for which its job does nothing.
 */
export async function resumeRuns({ database, queue }: Pick<Services, 'database' | 'queue'>): Promise<number> {
  const open = await database.prisma.recommendationRun.findMany({
    where: { status: { in: ['QUEUED', 'RUNNING'] } },
    select: { id: true, workspaceId: true },
  });
  const ids = open.map(({ id }) => id);
  const lost = new Set(await valuesWithoutJob(database, 'runId', ids));
  for (const { id, workspaceId } of open) {
    if (!lost.has(id)) continue;
    await queue.send(generateRecommendationsJob, { runId: id }, { group: workspaceId, singletonKey: id });
  }
  return lost.size;
}
