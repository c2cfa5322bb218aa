import type { Services } from '../../app/services.ts';
import type {
  Prisma,
  RecommendationRun,
  RunEvidence,
  TikTokRecommendation,
} from '../../data/generated/prisma/client.ts';
import { notFound } from '../../lib/errors.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { addDays, type DateRange, resolveRange, startOfDay } from '../analytics/calendar.ts';
import { assertListable } from '../connections/connection.policy.ts';
import { readableRecommendations, readableRuns } from './recommendation.policy.ts';

type Deps = Pick<Services, 'database' | 'clock'>;

/** Days of a filter are read in UTC: a list may hold accounts of several zones. */
const ZONE = 'UTC';

export interface RecommendationFilterValue {
  status?: readonly TikTokRecommendation['status'][] | null | undefined;
  kinds?: readonly TikTokRecommendation['kind'][] | null | undefined;
  created?: DateRange | null | undefined;
}

export interface RecommendationListing {
  /** Row ids; null is no condition. */
  workspaceId: string | null;
  connectionIds: string[] | null;
  filter: RecommendationFilterValue | null | undefined;
}

/** The order of every list of recommendations. */
export const NEWEST_FIRST: Prisma.TikTokRecommendationOrderByWithRelationInput[] = [
  { createdAt: 'desc' },
  { id: 'desc' },
];

/** @throws NotFoundError when unknown or not the viewer's. */
export async function findRun(
  deps: Pick<Deps, 'database'>,
  viewer: Viewer,
  id: string,
  globalId: string,
  query: Prisma.RecommendationRunDefaultArgs = {},
): Promise<RecommendationRun> {
  const where = { AND: [{ id }, readableRuns(viewer)] };
  const run = await deps.database.prisma.recommendationRun.findFirst({ ...query, where });
  if (run === null) throw notFound(globalId);
  return run;
}

/** @throws NotFoundError when unknown or not the viewer's. */
export async function findRecommendation(
  deps: Pick<Deps, 'database'>,
  viewer: Viewer,
  id: string,
  globalId: string,
  query: Prisma.TikTokRecommendationDefaultArgs,
): Promise<TikTokRecommendation> {
  const where = { AND: [{ id }, readableRecommendations(viewer)] };
  const recommendation = await deps.database.prisma.tikTokRecommendation.findFirst({ ...query, where });
  if (recommendation === null) throw notFound(globalId);
  return recommendation;
}

/**
 * Newest first.
 *
 * @throws NotFoundError for a workspace or connection that the viewer does not see.
 */
export async function listRecommendations(
  deps: Deps,
  viewer: Viewer,
  listing: RecommendationListing,
  query: Prisma.TikTokRecommendationFindManyArgs,
): Promise<TikTokRecommendation[]> {
  await assertListable(deps.database, viewer, listing);
  const where = whereOf(deps, viewer, listing);
  return deps.database.prisma.tikTokRecommendation.findMany({ ...query, where, orderBy: NEWEST_FIRST });
}

export function countRecommendations(
  deps: Deps,
  viewer: Viewer,
  listing: RecommendationListing,
): Promise<number> {
  return deps.database.prisma.tikTokRecommendation.count({ where: whereOf(deps, viewer, listing) });
}

/** The filter as a Prisma condition. */
export function recommendationWhere(
  filter: RecommendationFilterValue | null | undefined,
  now: Date,
): Prisma.TikTokRecommendationWhereInput {
  if (filter == null) return {};
  const where: Prisma.TikTokRecommendationWhereInput[] = [];
  if (filter.status != null) where.push({ status: { in: [...filter.status] } });
  if (filter.kinds != null) where.push({ kind: { in: [...filter.kinds] } });
  if (filter.created != null) {
    const { from, to } = resolveRange(filter.created, ZONE, now, ['filter', 'created']);
    where.push({
      createdAt: { gte: new Date(startOfDay(from, ZONE)), lt: new Date(startOfDay(addDays(to, 1), ZONE)) },
    });
  }
  return { AND: where };
}

/** The run as it is now, for a caller whose right to it is established. */
export function reloadRun(
  deps: Pick<Deps, 'database'>,
  id: string,
  query: Prisma.RecommendationRunDefaultArgs,
): Promise<RecommendationRun> {
  return deps.database.prisma.recommendationRun.findUniqueOrThrow({ ...query, where: { id } });
}

/** The same for a recommendation. */
export function reloadRecommendation(
  deps: Pick<Deps, 'database'>,
  id: string,
  query: Prisma.TikTokRecommendationDefaultArgs,
): Promise<TikTokRecommendation> {
  return deps.database.prisma.tikTokRecommendation.findUniqueOrThrow({ ...query, where: { id } });
}

/** The same for one that an old event names: null when it was erased since. */
export function recallRecommendation(
  deps: Pick<Deps, 'database'>,
  id: string,
  query: Prisma.TikTokRecommendationDefaultArgs,
): Promise<TikTokRecommendation | null> {
  return deps.database.prisma.tikTokRecommendation.findUnique({ ...query, where: { id } });
}

/** Evidence by its row ids, in the order of its keys; what was erased since is left out. */
export function evidenceByIds(deps: Pick<Deps, 'database'>, ids: string[]): Promise<RunEvidence[]> {
  return deps.database.prisma.runEvidence.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' } });
}

/** The evidence of each run by its key, in run order, keys in the order in which they were given. */
export async function evidenceOfRuns(
  deps: Pick<Deps, 'database'>,
  runIds: readonly string[],
): Promise<Map<string, RunEvidence>[]> {
  const rows = await deps.database.prisma.runEvidence.findMany({
    where: { runId: { in: [...runIds] } },
    orderBy: { id: 'asc' },
  });
  const byRun = Map.groupBy(rows, ({ runId }) => runId);
  return runIds.map((runId) => new Map((byRun.get(runId) ?? []).map((row) => [row.key, row])));
}

function whereOf(
  deps: Deps,
  viewer: Viewer,
  { workspaceId, connectionIds, filter }: RecommendationListing,
): Prisma.TikTokRecommendationWhereInput {
  const conditions = [readableRecommendations(viewer), recommendationWhere(filter, deps.clock.now())];
  if (workspaceId !== null) conditions.push({ workspaceId });
  if (connectionIds !== null) conditions.push({ connectionId: { in: connectionIds } });
  return { AND: conditions };
}
