import type { Database } from '../../data/database.ts';
import { sql } from '../../data/sql.ts';
import { toNumber } from '../../lib/counters.ts';
import { viewsAfter, viewsBefore } from '../analytics/series/capture-sql.ts';
import { viewsAtAge } from '../analytics/outlier/outlier.ts';
import { type CaptureTriple, MIN_FALL } from './counter-fall.ts';
import { MAX_POSTS, REACH_AGE_HOURS, type ReachedPost } from './reach-change.ts';

/** Posts read for each that is looked at: some are known at no age that tells. */
const SPARE = 2;

interface PostRow {
  id: string;
  postedAt: Date;
  beforeAt: Date;
  beforeViews: bigint;
  afterAt: Date;
  afterViews: bigint;
}

/**
 * The newest posts of an account since an instant whose views at `REACH_AGE_HOURS` are known, oldest first: by a straight line
 * between our own captures around that age (`viewsAtAge`). One SQL statement.
 */
export async function loadReachedPosts(
  database: Database,
  connectionId: string,
  since: Date,
): Promise<ReachedPost[]> {
  const rows = await database.prisma.$queryRaw<PostRow[]>`
    SELECT v.id, v."postedAt", b."capturedAt" AS "beforeAt", b.views AS "beforeViews",
      a."capturedAt" AS "afterAt", a.views AS "afterViews"
    FROM (
      SELECT n.id, n."postedAt", n."postedAt" + ${REACH_AGE_HOURS}::int * interval '1 hour' AS at
      FROM "TikTokVideo" n
      WHERE n."connectionId" = ${connectionId}::uuid AND n."postedAt" >= ${since}::timestamptz
      ORDER BY n."postedAt" DESC, n.id DESC LIMIT ${SPARE * MAX_POSTS}::int
    ) v
    CROSS JOIN LATERAL (${viewsBefore(sql`v.id`, sql`v.at`)}) b
    CROSS JOIN LATERAL (${viewsAfter(sql`v.id`, sql`v.at`)}) a
    ORDER BY v."postedAt", v.id`;
  return rows.flatMap((row) => {
    const postedAt = row.postedAt.getTime();
    const around = {
      hours: REACH_AGE_HOURS,
      before: { at: row.beforeAt.getTime(), views: Number(row.beforeViews) },
      after: { at: row.afterAt.getTime(), views: Number(row.afterViews) },
    };
    const views = viewsAtAge({ postedAt, around: [around] }, REACH_AGE_HOURS);
    return views === null ? [] : [{ id: row.id, postedAt, views }];
  });
}

/** An account's own captures of its followers since an instant, ascending. */
export async function loadFollowerCaptures(
  database: Database,
  connectionId: string,
  since: Date,
): Promise<{ at: number; followers: number }[]> {
  const rows = await database.prisma.tikTokAccountAnalytics.findMany({
    where: { connectionId, source: 'DISPLAY_API', followers: { not: null }, capturedAt: { gte: since } },
    orderBy: [{ capturedAt: 'asc' }, { id: 'asc' }],
    select: { capturedAt: true, followers: true },
  });
  return rows.map(({ capturedAt, followers }) => ({
    at: capturedAt.getTime(),
    followers: toNumber(followers)!,
  }));
}

type Values<Prefix extends string> = Record<
  `${Prefix}${'Views' | 'Likes' | 'Comments' | 'Shares'}`,
  bigint | null
>;
type TripleRow = { videoId: string; capturedAt: Date } & Values<'was'> & Values<'is'> & Values<'stayed'>;

/** Captures since an instant with the ones before and after, of which a counter fell by `MIN_FALL` or more. One statement. */
export async function loadFalls(
  database: Database,
  connectionId: string,
  since: Date,
): Promise<CaptureTriple[]> {
  const rows = await database.prisma.$queryRaw<TripleRow[]>`
    SELECT * FROM (
      SELECT s."videoId", s."capturedAt",
        lag(s.views) OVER captures AS "wasViews", s.views AS "isViews", lead(s.views) OVER captures AS "stayedViews",
        lag(s.likes) OVER captures AS "wasLikes", s.likes AS "isLikes", lead(s.likes) OVER captures AS "stayedLikes",
        lag(s.comments) OVER captures AS "wasComments", s.comments AS "isComments",
        lead(s.comments) OVER captures AS "stayedComments",
        lag(s.shares) OVER captures AS "wasShares", s.shares AS "isShares", lead(s.shares) OVER captures AS "stayedShares"
      FROM "TikTokAnalytics" s
      WHERE s."connectionId" = ${connectionId}::uuid AND s."capturedAt" >= ${since}::timestamptz
        AND s.source = 'DISPLAY_API'
      WINDOW captures AS (PARTITION BY s."videoId" ORDER BY s."capturedAt", s.id)
    ) t
    WHERE greatest("wasViews" - "isViews", "wasLikes" - "isLikes", "wasComments" - "isComments",
      "wasShares" - "isShares") >= ${MIN_FALL}::int
    ORDER BY "capturedAt", "videoId"`;
  return rows.map((row) => ({
    videoId: row.videoId,
    at: row.capturedAt.getTime(),
    before: countersOf(row.wasViews, row.wasLikes, row.wasComments, row.wasShares),
    counters: countersOf(row.isViews, row.isLikes, row.isComments, row.isShares),
    after: countersOf(row.stayedViews, row.stayedLikes, row.stayedComments, row.stayedShares),
  }));
}

function countersOf(
  views: bigint | null,
  likes: bigint | null,
  comments: bigint | null,
  shares: bigint | null,
) {
  return {
    views: toNumber(views),
    likes: toNumber(likes),
    comments: toNumber(comments),
    shares: toNumber(shares),
  };
}
