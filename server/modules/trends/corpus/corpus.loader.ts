import type { Database } from '../../../data/database.ts';
import type { VideoOrientation } from '../../../data/generated/prisma/client.ts';
import { toNumber } from '../../../lib/counters.ts';
import { knotsOf } from '../../analytics/series/account-knots.ts';
import { unpackVideoCaptures } from '../../analytics/series/packed-captures.ts';
import { isOwn } from '../../analytics/rollup/decisive-captures.ts';
import type { CorpusPost } from './class-counts.ts';
import {
  type CountedAccounts,
  CURRENT_DAYS,
  CURVE_DAYS,
  DAY_MS,
  type ObservedAccount,
  WINDOW_DAYS,
} from './corpus-accounts.ts';
import { OUTLIER_Z, type ScoredPost } from './exploding-formats.ts';
import { featuresOf } from './format-features.ts';

/** Posts of a smaller number say more of who uses a hashtag than of the hashtag. */
const LEAST_POSTS = 3;
const MOST_HASHTAGS = 200;
/** Trends of former counts that are followed until nobody posts them any more. */
const MOST_FOLLOWED = 200;
/** The newest; formats are compared among them. */
const MOST_SCORED = 5_000;

/** A workspace's accounts that can be counted, and whether there will be more in a minute. */
export interface ObservedAccounts {
  accounts: ObservedAccount[];
  /** Whether an account that was captured is still to be rolled up. */
  isAwaitingRollup: boolean;
}

/** The accounts of a workspace, but for those that are being erased. One SQL statement. */
export async function loadObservedAccounts(
  database: Database,
  workspaceId: string,
  now: Date,
): Promise<ObservedAccounts> {
  const rows = await database.prisma.$queryRaw<
    { id: string; isRolledUp: boolean; observedSince: Date | null; knownUntil: Date }[]
  >`
    SELECT c."id", coalesce(r."epoch" IS NOT NULL, false) AS "isRolledUp", r."observedSince",
      coalesce(young."capturedAt", c."metricsCapturedAt", r."viewsUntil") AS "knownUntil"
    FROM "TikTokConnection" c LEFT JOIN "AnalyticsRollup" r ON r."connectionId" = c."id"
    CROSS JOIN LATERAL (
      -- Of those that are captured at all: one that is not has no say in how far the others are known.
      SELECT min(v."metricsCapturedAt") AS "capturedAt" FROM "TikTokVideo" v
      WHERE v."connectionId" = c."id" AND v."availability" = 'PUBLIC' AND v."metricsSource" = 'DISPLAY_API'
        AND v."postedAt" >= ${now}::timestamptz - make_interval(days => ${WINDOW_DAYS}::int)
        AND v."metricsCapturedAt" >= ${now}::timestamptz - make_interval(days => ${CURRENT_DAYS}::int)
    ) young
    WHERE c."workspaceId" = ${workspaceId}::uuid AND c."erasingSince" IS NULL
      AND coalesce(young."capturedAt", c."metricsCapturedAt", r."viewsUntil") IS NOT NULL`;
  return {
    accounts: rows.flatMap(({ id, isRolledUp, observedSince, knownUntil }) =>
      isRolledUp && observedSince !== null
        ? [{ id, observedSince: observedSince.getTime(), knownUntil: knownUntil.getTime() }]
        : [],
    ),
    isAwaitingRollup: rows.some(({ isRolledUp }) => !isRolledUp),
  };
}

/**
 * The hashtags that at least three posts of the last 28 days have, those first whose posts have the most views, at most
 * 200. One SQL statement.
 */
export async function loadTopHashtags(database: Database, { ids, end }: CountedAccounts): Promise<string[]> {
  const rows = await database.prisma.$queryRaw<{ hashtag: string }[]>`
    SELECT tag AS hashtag FROM "TikTokVideo" v CROSS JOIN LATERAL unnest(v."hashtags") AS tag
    WHERE v."connectionId" = ANY(${ids}::uuid[]) AND v."availability" = 'PUBLIC'
      AND v."postedAt" >= ${new Date(end - WINDOW_DAYS * DAY_MS)}::timestamptz
      AND v."postedAt" < ${new Date(end)}::timestamptz
    GROUP BY tag HAVING count(*) >= ${LEAST_POSTS}::int
    ORDER BY sum(v."views") DESC NULLS LAST, count(*) DESC, tag LIMIT ${MOST_HASHTAGS}::int`;
  return rows.map(({ hashtag }) => hashtag);
}

/** What former counts named, the newest first, at most 200. One SQL statement. */
export async function loadFollowedTrends(
  database: Database,
  workspaceId: string,
): Promise<{ kind: 'HASHTAG' | 'FORMAT'; key: string }[]> {
  return database.prisma.$queryRaw`
    SELECT t."kind"::text AS "kind", t."key" FROM "TikTokTrend" t
    WHERE t."workspaceId" = ${workspaceId}::uuid AND t."kind" IN ('HASHTAG', 'FORMAT')
      AND (t."source" = 'OWN_CORPUS' OR EXISTS (
        SELECT FROM "TrendObservation" o WHERE o."trendId" = t."id" AND o."source" = 'OWN_CORPUS'))
    ORDER BY t."lastSeenAt" DESC, t."id" LIMIT ${MOST_FOLLOWED}::int`;
}

interface PropertiesRow {
  hashtags: string[];
  caption: string | null;
  isCaptionCut: boolean;
  durationSeconds: number | null;
  orientation: VideoOrientation;
  postedAt: Date;
  outlierZ: number | null;
}

/** Recent posts, and how many of them nobody has scored yet. */
export interface ScoredPosts {
  posts: ScoredPost[];
  /** Share of the recent posts that a score is still to be looked for; 0 without posts. */
  unscoredShare: number;
}

/** The newest 5,000 posts of the last 28 days that have an outlier score. One SQL statement. */
export async function loadScoredPosts(
  database: Database,
  { ids, end }: CountedAccounts,
): Promise<ScoredPosts> {
  const rows = await database.prisma.$queryRaw<
    (PropertiesRow & { connectionId: string; isLookedAt: boolean })[]
  >`
    SELECT v."connectionId", v."hashtags", coalesce(v."description", v."title") AS caption, v."isCaptionCut",
      v."durationSeconds", v."orientation"::text, v."postedAt", v."outlierZ",
      v."outlierComputedAt" IS NOT NULL AS "isLookedAt"
    FROM "TikTokVideo" v
    WHERE v."connectionId" = ANY(${ids}::uuid[]) AND v."availability" = 'PUBLIC'
      AND v."postedAt" >= ${new Date(end - WINDOW_DAYS * DAY_MS)}::timestamptz
      AND v."postedAt" < ${new Date(end)}::timestamptz
      AND (v."outlierZ" IS NOT NULL OR v."outlierComputedAt" IS NULL)
    ORDER BY v."postedAt" DESC, v."id" LIMIT ${MOST_SCORED}::int`;
  const posts = rows.flatMap((row) =>
    row.outlierZ === null
      ? []
      : [
          {
            accountId: row.connectionId,
            postedAt: row.postedAt.getTime(),
            isOutlier: row.outlierZ >= OUTLIER_Z,
            features: featuresOf(row),
          },
        ],
  );
  const unscored = rows.filter(({ isLookedAt }) => !isLookedAt).length;
  return { posts, unscoredShare: rows.length === 0 ? 0 : unscored / rows.length };
}

/**
 * The public posts of some of the counted accounts that were young on a day of the curve, with their views over time. One
 * SQL statement, which reads roll-ups and no snapshots: of each post the days until it is 28 days old.
 */
export async function loadCorpusPosts(
  database: Database,
  accountIds: readonly string[],
  { end }: Pick<CountedAccounts, 'end'>,
): Promise<CorpusPost[]> {
  const since = end - (CURVE_DAYS + WINDOW_DAYS) * DAY_MS;
  const rows = await database.prisma.$queryRaw<
    (PropertiesRow & {
      id: string;
      accountId: string;
      views: bigint | null;
      observedSince: Date;
      captures: string | null;
    })[]
  >`
    SELECT v."id", v."connectionId" AS "accountId", v."hashtags", coalesce(v."description", v."title") AS caption, v."isCaptionCut",
      v."durationSeconds", v."orientation"::text, v."postedAt", v."outlierZ", v."views", r."observedSince", d.captures
    FROM "TikTokVideo" v JOIN "AnalyticsRollup" r ON r."connectionId" = v."connectionId"
    CROSS JOIN LATERAL (
      SELECT string_agg(d."captures", ';' ORDER BY d."date") AS captures FROM "VideoDay" d
      WHERE d."connectionId" = v."connectionId" AND d."epoch" = r."epoch" AND d."videoId" = v."id"
        -- Two days for the border of days and zones, and a week where the next capture is one of an old video.
        AND d."date" <= (v."postedAt" AT TIME ZONE 'UTC')::date + ${WINDOW_DAYS + 9}::int
    ) d
    WHERE v."connectionId" = ANY(${accountIds}::uuid[]) AND v."availability" = 'PUBLIC'
      AND v."postedAt" >= ${new Date(since)}::timestamptz AND v."postedAt" < ${new Date(end)}::timestamptz`;
  return rows.map((row) => {
    const postedAt = row.postedAt.getTime();
    const captures = unpackVideoCaptures(row.captures).filter(isOwn);
    return {
      id: row.id,
      accountId: row.accountId,
      postedAt,
      views: toNumber(row.views),
      hashtags: row.hashtags,
      features: featuresOf(row),
      outlierZ: row.outlierZ,
      knots: knotsOf({ postedAt, captures }, 'views', row.observedSince.getTime()),
    };
  });
}
