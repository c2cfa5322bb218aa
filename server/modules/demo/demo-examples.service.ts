import type { Services } from '../../app/services.ts';
import { encodeGlobalId } from '../../lib/global-id.ts';
import { DEMO_SLUG } from './demo-workspace.service.ts';

/** Ids that example operations can be tried with, by the names of their variables; those that exist. */
export async function demoExamples({
  database,
}: Pick<Services, 'database'>): Promise<Record<string, string>> {
  const connection = await database.prisma.tikTokConnection.findFirst({
    where: { workspace: { slug: DEMO_SLUG } },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
  });
  const run = await database.prisma.recommendationRun.findFirst({
    where: { workspace: { slug: DEMO_SLUG } },
    orderBy: { requestedAt: 'desc' },
    select: { id: true },
  });
  return {
    ...(connection === null ? {} : { connection: encodeGlobalId('TikTokConnection', connection.id) }),
    ...(run === null ? {} : { run: encodeGlobalId('RecommendationRun', run.id) }),
  };
}
