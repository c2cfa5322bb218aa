import type { Database } from '../../data/database.ts';
import { sql } from '../../data/sql.ts';
import type { VideoFormat, VideoOrientation } from '../../data/generated/prisma/client.ts';
import { toNumber } from '../../lib/counters.ts';
import type { AnalysedPost } from '../analytics/lift/analysed-post.ts';
import { viewsAfter, viewsBefore } from '../analytics/series/capture-sql.ts';
import { clockOf } from '../analytics/calendar.ts';
import { viewsAtAge } from '../analytics/outlier/outlier.ts';
import { captionLengthOf } from '../videos/caption.ts';
import { GROWN_UP_HOURS, type MeasuredPost, OUTCOME_AGE_HOURS, outcomesOf } from './post-outcomes.ts';

/** Of an account the newest posts are analysed; what worked a thousand posts ago says little, and costs as much. */
const MAX_POSTS = 2_000;
const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;

interface Row {
  connectionId: string;
  id: string;
  postedAt: Date;
  hashtags: string[];
  caption: string | null;
  isCaptionCut: boolean;
  durationSeconds: number | null;
  orientation: VideoOrientation;
  format: VideoFormat;
  beforeAt: Date | null;
  beforeViews: bigint | null;
  afterAt: Date | null;
  afterViews: bigint | null;
}

/**
 * The posts of each account that can be compared, oldest first, in the order of `connections`. One SQL statement, whatever
 * their number; of each account the newest `MAX_POSTS` are read.
 *
 * Views are those at 7 days, by a straight line between our own captures around that age (`viewsAtAge`). A post that was 30
 * days old or older at its first capture counts with the views of that one. Others are left out: too young, or known at
 * no age that they share with others.
 */
export async function loadAnalysedPosts(
  database: Database,
  connections: readonly { id: string; timezone: string }[],
): Promise<AnalysedPost[][]> {
  const atAge = sql`v."postedAt" + ${OUTCOME_AGE_HOURS}::int * interval '1 hour'`;
  const ids = JSON.stringify(connections.map(({ id }) => id));
  const rows = await database.prisma.$queryRaw<Row[]>`
    SELECT v."connectionId", v.id, v."postedAt", v.hashtags, coalesce(v.description, v.title) AS caption,
      v."isCaptionCut", v."durationSeconds", v.orientation::text, v.format::text,
      b."capturedAt" AS "beforeAt", b.views AS "beforeViews", a."capturedAt" AS "afterAt", a.views AS "afterViews"
    FROM json_array_elements_text(${ids}::json) AS k(id)
    CROSS JOIN LATERAL (
      SELECT * FROM "TikTokVideo" n WHERE n."connectionId" = k.id::uuid
      ORDER BY n."postedAt" DESC, n.id DESC LIMIT ${MAX_POSTS}::int
    ) v
    LEFT JOIN LATERAL (${viewsBefore(sql`v.id`, atAge)}) b ON true
    LEFT JOIN LATERAL (${viewsAfter(sql`v.id`, atAge)}) a ON true
    ORDER BY v."postedAt", v.id`;
  const accounts = Map.groupBy(rows, ({ connectionId }) => connectionId);
  return connections.map(({ id, timezone }) => toAnalysedPosts(accounts.get(id) ?? [], timezone));
}

/** @param rows of one account, oldest first. */
function toAnalysedPosts(rows: readonly Row[], timezone: string): AnalysedPost[] {
  const oldest = rows[0]?.postedAt.getTime() ?? 0;
  const measured = rows.flatMap((row, index) => {
    const measure = measureOf(row);
    return measure === null ? [] : [{ row, index, measure }];
  });
  const outcomes = outcomesOf(measured.map(({ measure }) => measure));
  return measured.flatMap(({ row, index, measure }, position) => {
    const outcome = outcomes[position] ?? null;
    if (outcome === null) return [];
    const postedAt = row.postedAt.getTime();
    const { hour, weekday } = clockOf(postedAt, timezone);
    return [
      {
        id: row.id,
        postedAt,
        measuredAt: measure.measuredAt,
        weekday: weekday - 1,
        hour,
        outcome,
        hashtags: row.hashtags,
        durationSeconds: row.durationSeconds,
        orientation: row.orientation,
        format: row.format,
        captionLength: row.isCaptionCut || row.caption === null ? null : captionLengthOf(row.caption),
        postsInWeekBefore: postedAt - oldest < WEEK_MS ? null : countWeekBefore(rows, index),
      },
    ];
  });
}

function measureOf(row: Row): (MeasuredPost & { measuredAt: number }) | null {
  const postedAt = row.postedAt.getTime();
  const [beforeViews, afterViews] = [toNumber(row.beforeViews), toNumber(row.afterViews)];
  if (row.afterAt === null || afterViews === null) return null;
  const after = { at: row.afterAt.getTime(), views: afterViews };
  if (row.beforeAt === null || beforeViews === null) {
    const isGrownUp = after.at >= postedAt + GROWN_UP_HOURS * HOUR_MS;
    return isGrownUp ? { postedAt, age: 'GROWN_UP', views: afterViews, measuredAt: after.at } : null;
  }
  const before = { at: row.beforeAt.getTime(), views: beforeViews };
  const around = [{ hours: OUTCOME_AGE_HOURS, before, after }];
  const views = viewsAtAge({ postedAt, around }, OUTCOME_AGE_HOURS);
  return views === null ? null : { postedAt, age: 'WEEK', views, measuredAt: after.at };
}

function countWeekBefore(rows: readonly Row[], index: number): number {
  const since = rows[index]!.postedAt.getTime() - WEEK_MS;
  let first = index;
  while (first > 0 && rows[first - 1]!.postedAt.getTime() > since) first--;
  return index - first;
}
