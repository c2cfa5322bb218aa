import type { Services } from '../../app/services.ts';
import { isForeignKeyViolation } from '../../data/errors.ts';
import type { Remember } from '../../data/idempotency.ts';
import { notFound } from '../../lib/errors.ts';
import { authorize, type Viewer } from '../accounts/viewer.ts';

type Deps = Pick<Services, 'database' | 'clock'>;

/** A trend and whose list, by row ids. */
export interface WatchedTrend {
  workspaceId: string;
  trendId: string;
}

/**
 * Puts a trend on a workspace's watch list; one that is on it stays as it is.
 *
 * @throws NotFoundError where either is unknown, the workspace is not the viewer's, or the trend is another workspace's own.
 */
export async function watchTrend(
  { database, clock }: Deps,
  viewer: Viewer,
  watched: WatchedTrend,
  remember: Remember,
): Promise<void> {
  await assertWatchable(database, viewer, watched);
  try {
    await database.transaction(async (tx) => {
      await remember(tx, { trendId: watched.trendId });
      await tx.trendWatch.createMany({
        data: { ...watched, watchedAt: clock.now() },
        skipDuplicates: true,
      });
    });
  } catch (error) {
    // Retired in between.
    if (isForeignKeyViolation(error)) throw notFound(watched.trendId, { cause: error });
    throw error;
  }
}

/** Takes a trend off a workspace's watch list; one that is not on it is no error. @throws as watchTrend. */
export async function unwatchTrend(
  { database }: Deps,
  viewer: Viewer,
  watched: WatchedTrend,
  remember: Remember,
): Promise<void> {
  await assertWatchable(database, viewer, watched);
  await database.transaction(async (tx) => {
    await remember(tx, { trendId: watched.trendId });
    await tx.trendWatch.deleteMany({ where: watched });
  });
}

/** What is on a list is shared by all or the workspace's own: nobody watches what is another's. */
async function assertWatchable(
  { prisma }: Deps['database'],
  viewer: Viewer,
  { workspaceId, trendId }: WatchedTrend,
): Promise<void> {
  authorize(viewer, workspaceId, 'trend.watch', workspaceId);
  const trend = await prisma.tikTokTrend.findFirst({
    where: { id: trendId, OR: [{ workspaceId: null }, { workspaceId }] },
    select: { id: true },
  });
  if (trend === null) throw notFound(trendId);
}
