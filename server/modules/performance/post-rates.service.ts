import type { Services } from '../../app/services.ts';
import { sql } from '../../data/sql.ts';
import { milliseconds } from '../analytics/series/capture-sql.ts';
import type { RatedPost } from '../analytics/engagement-rate.ts';
import { toCounter, tuplesOf } from '../analytics/series/packed-captures.ts';
import type { PostPeriod } from './performance.service.ts';

/**
 * The newest counters of each account's posts of a period, in the order of `periods`. One SQL statement, whatever their
 * number.
 */
export async function ratedPosts(
  { database }: Pick<Services, 'database'>,
  periods: readonly PostPeriod[],
): Promise<RatedPost[][]> {
  // One text an account, since the driver's cost a row would be most of the time.
  const rows = await database.prisma.$queryRaw<{ posts: string | null }[]>`
    SELECT p.posts FROM json_to_recordset(${JSON.stringify(periods.map(toKey))}::json) AS k(i int, id uuid, s float8, e float8)
    CROSS JOIN LATERAL (
      SELECT string_agg(concat(${milliseconds(sql`v."metricsCapturedAt"`)}, ',', v.views, ',', v.likes, ',',
        v.comments, ',', v.shares, ',', v."followersAtCapture"), ';') AS posts
      FROM "TikTokVideo" v
      WHERE v."connectionId" = k.id AND v."postedAt" >= to_timestamp(k.s / 1000)
        AND v."postedAt" < to_timestamp(k.e / 1000) AND v."metricsCapturedAt" IS NOT NULL
    ) p ORDER BY k.i`;
  return rows.map(({ posts }) => tuplesOf(posts).map(toRatedPost));
}

export function toKey({ connectionId, start, end }: PostPeriod, index: number): object {
  return { i: index, id: connectionId, s: start, e: end };
}

function toRatedPost([at, views, likes, comments, shares, followers]: readonly string[]): RatedPost {
  return {
    capturedAt: new Date(Number(at)),
    views: toCounter(views),
    likes: toCounter(likes),
    comments: toCounter(comments),
    shares: toCounter(shares),
    followers: toCounter(followers),
  };
}
