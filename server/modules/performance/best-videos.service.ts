import type { Services } from '../../app/services.ts';
import { type Sql, sql } from '../../data/sql.ts';
import type { PostPeriod } from './performance.service.ts';
import { toKey } from './post-rates.service.ts';

export type VideoRanking = 'OUTLIER' | 'VIEWS' | 'ENGAGEMENT_RATE' | 'VELOCITY';

/** A video in a ranking. */
export interface RankedVideo {
  /** From 1. */
  rank: number;
  /** In the unit of `by`. */
  score: number;
  by: VideoRanking;
  videoId: string;
}

const COLUMNS: Readonly<Record<VideoRanking, Sql>> = {
  OUTLIER: sql`v."outlierZ"`,
  VIEWS: sql`v.views`,
  ENGAGEMENT_RATE: sql`v."engagementByViews"`,
  VELOCITY: sql`v."viewsPerHour"`,
};

/**
 * The best of each account's posts of a period, best first, in the order of `periods`; ties are broken by id, and videos
 * whose score is unknown are left out. One SQL statement, whatever the number of periods.
 */
export async function bestVideos(
  { database }: Pick<Services, 'database'>,
  periods: readonly PostPeriod[],
  by: VideoRanking,
  first: number,
): Promise<RankedVideo[][]> {
  const column = COLUMNS[by];
  const rows = await database.prisma.$queryRaw<{ i: number; id: string; score: number }[]>`
    SELECT k.i, b.id, b.score FROM json_to_recordset(${JSON.stringify(periods.map(toKey))}::json) AS k(i int, id uuid, s float8, e float8)
    CROSS JOIN LATERAL (
      SELECT v.id, ${column}::float8 AS score FROM "TikTokVideo" v
      WHERE v."connectionId" = k.id AND v."postedAt" >= to_timestamp(k.s / 1000)
        AND v."postedAt" < to_timestamp(k.e / 1000) AND ${column} IS NOT NULL
      ORDER BY ${column} DESC, v.id DESC LIMIT ${first}::int
    ) b ORDER BY k.i, b.score DESC, b.id DESC`;
  const ranked = Map.groupBy(rows, ({ i }) => i);
  return periods.map((_period, index) =>
    (ranked.get(index) ?? []).map(({ id, score }, position) => ({
      rank: position + 1,
      score,
      by,
      videoId: id,
    })),
  );
}
