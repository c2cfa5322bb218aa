import type { Services } from '../../app/services.ts';
import type { Prisma, TikTokVideo } from '../../data/generated/prisma/client.ts';
import { notFound } from '../../lib/errors.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { assertListable } from '../connections/connection.policy.ts';
import { readableVideos } from './video.policy.ts';
import { videoOrderBy, type VideoFilterValue, type VideoOrderValue, videoWhere } from './video.filter.ts';

type Deps = Pick<Services, 'database' | 'clock'>;

/** Days of a filter over several accounts are read in UTC: their own zones may differ. */
const ZONE_OF_MANY = 'UTC';

export interface VideoListing {
  /** Row ids; null is no condition. */
  workspaceId: string | null;
  connectionIds: string[] | null;
  filter?: VideoFilterValue | null | undefined;
  orderBy?: VideoOrderValue | null | undefined;
}

/** @throws NotFoundError when unknown or not the viewer's. */
export async function findVideo(
  deps: Deps,
  viewer: Viewer,
  id: string,
  globalId: string,
  query: Prisma.TikTokVideoDefaultArgs,
): Promise<TikTokVideo> {
  const video = await deps.database.prisma.tikTokVideo.findFirst({
    ...query,
    where: { AND: [{ id }, readableVideos(viewer)] },
  });
  if (video === null) throw notFound(globalId);
  return video;
}

/** One that the caller has established a right to, by its row id. */
export function videoOf(
  deps: Pick<Deps, 'database'>,
  id: string,
  query: Prisma.TikTokVideoDefaultArgs,
): Promise<TikTokVideo> {
  return deps.database.prisma.tikTokVideo.findUniqueOrThrow({ ...query, where: { id } });
}

/**
 * Videos of the given connections or workspace, or of all that the viewer may read.
 *
 * @throws NotFoundError for a workspace or connection that the viewer does not see.
 */
export async function listVideos(
  deps: Deps,
  viewer: Viewer,
  listing: VideoListing,
  query: Prisma.TikTokVideoFindManyArgs,
): Promise<TikTokVideo[]> {
  await assertListable(deps.database, viewer, listing);
  return deps.database.prisma.tikTokVideo.findMany({
    ...query,
    where: whereOf(deps, viewer, listing),
    orderBy: videoOrderBy(listing.orderBy),
  });
}

export function countVideos(deps: Deps, viewer: Viewer, listing: VideoListing): Promise<number> {
  return deps.database.prisma.tikTokVideo.count({ where: whereOf(deps, viewer, listing) });
}

function whereOf(deps: Deps, viewer: Viewer, listing: VideoListing): Prisma.TikTokVideoWhereInput {
  const conditions = [readableVideos(viewer), videoWhere(listing.filter, ZONE_OF_MANY, deps.clock.now())];
  if (listing.workspaceId !== null) conditions.push({ connection: { workspaceId: listing.workspaceId } });
  if (listing.connectionIds !== null) conditions.push({ connectionId: { in: listing.connectionIds } });
  return { AND: conditions };
}
