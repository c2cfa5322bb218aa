import type { Services } from '../../app/services.ts';
import type { Prisma, TikTokTrend } from '../../data/generated/prisma/client.ts';
import { notFound } from '../../lib/errors.ts';
import { encodeGlobalId } from '../../lib/global-id.ts';
import type { PlacedQuery } from '../../lib/list-place.ts';
import { authorize, type Viewer } from '../accounts/viewer.ts';
import { FASTEST_FIRST, trendOrderBy, type TrendOrderValue, trendsBeyond } from './trend-order.ts';
import { type TrendFilterValue, trendWhere } from './trend.filter.ts';
import { readableTrends } from './trend.policy.ts';

type Deps = Pick<Services, 'database'>;

export interface TrendListing {
  /** Row id of whose own trends are listed beside the shared ones; null: the shared ones alone. */
  workspaceId: string | null;
  filter?: TrendFilterValue | null | undefined;
  orderBy: TrendOrderValue;
}

/** @throws NotFoundError when unknown or another workspace's. */
export async function findTrend(
  { database }: Deps,
  viewer: Viewer,
  id: string,
  globalId: string,
  query: Prisma.TikTokTrendDefaultArgs,
): Promise<TikTokTrend> {
  const trend = await database.prisma.tikTokTrend.findFirst({
    ...query,
    where: { AND: [{ id }, readableTrends(viewer)] },
  });
  if (trend === null) throw notFound(globalId);
  return trend;
}

/**
 * The trends beyond a place in the list.
 *
 * @throws NotFoundError for a workspace that the viewer does not see; ValidationError for a filter or a cursor that cannot be
 * meant.
 */
export async function listTrends(
  deps: Deps,
  viewer: Viewer,
  listing: TrendListing,
  selection: Prisma.TikTokTrendDefaultArgs,
  query: PlacedQuery,
): Promise<TikTokTrend[]> {
  return readPage(deps, whereOf(viewer, listing), listing.orderBy, selection, query);
}

function readPage(
  { database }: Deps,
  where: Prisma.TikTokTrendWhereInput,
  order: TrendOrderValue,
  selection: Prisma.TikTokTrendDefaultArgs,
  query: PlacedQuery,
): Promise<TikTokTrend[]> {
  return database.prisma.tikTokTrend.findMany({
    ...selection,
    where: { AND: [where, trendsBeyond(order, query)] },
    orderBy: trendOrderBy(order),
    take: query.take,
  });
}

/** How many `listTrends` lists in all its pages. @throws as it does. */
export async function countTrends(
  { database }: Deps,
  viewer: Viewer,
  listing: Omit<TrendListing, 'orderBy'>,
): Promise<number> {
  return database.prisma.tikTokTrend.count({ where: whereOf(viewer, listing) });
}

/** The watch list of a workspace that the caller has established a right to, fastest first. @throws as `listTrends` does. */
export async function listWatched(
  deps: Deps,
  workspaceId: string,
  selection: Prisma.TikTokTrendDefaultArgs,
  query: PlacedQuery,
): Promise<TikTokTrend[]> {
  return readPage(deps, trendWhere({ watchedIn: workspaceId }), FASTEST_FIRST, selection, query);
}

export function countWatched({ database }: Deps, workspaceId: string): Promise<number> {
  return database.prisma.tikTokTrend.count({ where: trendWhere({ watchedIn: workspaceId }) });
}

function whereOf(
  viewer: Viewer,
  { workspaceId, filter }: Omit<TrendListing, 'orderBy'>,
): Prisma.TikTokTrendWhereInput {
  for (const named of [workspaceId, filter?.watchedIn]) {
    if (named != null) authorize(viewer, named, 'read', encodeGlobalId('Workspace', named));
  }
  const owner = workspaceId === null ? { workspaceId } : { OR: [{ workspaceId: null }, { workspaceId }] };
  return { AND: [owner, trendWhere(filter)] };
}

/** One that the caller has established a right to, by its row id. @throws NotFoundError when it was retired since. */
export async function reloadTrend(
  { database }: Deps,
  id: string,
  query: Prisma.TikTokTrendDefaultArgs,
): Promise<TikTokTrend> {
  const trend = await database.prisma.tikTokTrend.findUnique({ ...query, where: { id } });
  if (trend === null) throw notFound(encodeGlobalId('TikTokTrend', id));
  return trend;
}

/** One that the caller has established a right to, by its row id; null when it was retired since. */
export function recallById(
  { database }: Deps,
  id: string,
  query: Prisma.TikTokTrendDefaultArgs,
): Promise<TikTokTrend | null> {
  return database.prisma.tikTokTrend.findUnique({ ...query, where: { id } });
}

/** The one that an event names; null where it was retired since, or is not the viewer's. */
export function recallTrend(
  { database }: Deps,
  viewer: Viewer,
  id: string,
  query: Prisma.TikTokTrendDefaultArgs,
): Promise<TikTokTrend | null> {
  return database.prisma.tikTokTrend.findFirst({
    ...query,
    where: { AND: [{ id }, readableTrends(viewer)] },
  });
}
