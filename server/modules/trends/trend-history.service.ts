import type { Services } from '../../app/services.ts';
import type { Database } from '../../data/database.ts';
import { addDays, type DateRange, resolveRange, startOfDay } from '../analytics/calendar.ts';
import { seriesOf, type ToldTrend } from './told-series.ts';
import { loadToldTrends } from './told-trends.loader.ts';
import type { TrendSource, TrendUnit } from './trend-sighting.ts';

const DAY_MS = 86_400_000;
/** Of the contract: every list is bounded. */
const MOST_POINTS = 400;
/** Sources speak of days in UTC, or do not say. */
const ZONE = 'UTC';

export interface TrendPoint {
  at: Date;
  value: number;
  unit: TrendUnit;
  rank: number | null;
  source: TrendSource;
}

export interface TrendReading {
  source: TrendSource;
  rank: number | null;
  views: bigint | null;
  posts: bigint | null;
  value: number | null;
  unit: TrendUnit;
  capturedAt: Date;
}

/**
 * How each trend went by one source's word, oldest first, in the order of `trends`. Two SQL statements.
 *
 * @param source null is each trend's own best source.
 * @throws ValidationError for a range that is empty or too long.
 */
export async function historiesOf(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  trends: readonly { id: string; source: TrendSource }[],
  { range, source }: { range: DateRange; source: TrendSource | null },
): Promise<TrendPoint[][]> {
  const { from, to } = resolveRange(range, ZONE, clock.now());
  const since = startOfDay(from, ZONE);
  const until = startOfDay(addDays(to, 1), ZONE);
  const told = await loadToldTrends(
    database,
    trends.map(({ id }) => id),
    new Date(since),
    source,
  );
  return trends.map(({ id, source: best }) => {
    const found = told.get(id)?.find((each) => each.source === (source ?? best));
    if (found === undefined) return [];
    return pointsOf(found).filter(({ at }) => at.getTime() >= since && at.getTime() < until);
  });
}

/** A value's rank is that of the same moment, or of the same day where values are of days. */
function pointsOf(told: ToldTrend): TrendPoint[] {
  const series = seriesOf(told);
  if (series === null) return [];
  const { source, observations } = told;
  const isOfDays = series.measure === 'DAILY' || series.measure === 'CURVE';
  const momentOf = (at: number) => (isOfDays ? Math.floor(at / DAY_MS) : at);
  const ranks = new Map(observations.map(({ at, rank }) => [momentOf(at), rank]));
  return series.points.slice(-MOST_POINTS).map(({ at, value }) => ({
    at: new Date(at),
    value,
    unit: series.unit,
    rank: ranks.get(momentOf(at)) ?? null,
    source,
  }));
}

/**
 * The newest word of each source on each trend, in the order of the ids; on a workspace's own trend also what is said of the
 * shared one of the same name and region. One SQL statement.
 */
export async function readingsOf(
  { prisma }: Database,
  trendIds: readonly string[],
): Promise<TrendReading[][]> {
  const rows = await prisma.$queryRaw<(TrendReading & { trendId: string })[]>`
    SELECT DISTINCT ON (trend."id", observation."source") trend."id" AS "trendId", observation."source"::text,
      observation."rank", observation."views", observation."posts", observation."capturedAt",
      coalesce(curve."unit"::text, 'COUNT') AS "unit", (curve."points" -> -1 ->> 1)::float8 AS "value"
    FROM "TikTokTrend" trend
    JOIN "TikTokTrend" known ON known."kind" = trend."kind" AND known."key" = trend."key"
      AND known."region" IS NOT DISTINCT FROM trend."region"
      AND (known."id" = trend."id" OR known."workspaceId" IS NULL)
    JOIN LATERAL (
      SELECT DISTINCT ON ("source") * FROM "TrendObservation" WHERE "trendId" = known."id"
      ORDER BY "source", "capturedAt" DESC
    ) AS observation ON true
    LEFT JOIN "TrendCurve" curve ON curve."trendId" = known."id" AND curve."source" = observation."source"
    WHERE trend."id" = ANY(${trendIds}::uuid[])
    ORDER BY trend."id", observation."source", observation."capturedAt" DESC`;
  const byTrend = Map.groupBy(rows, ({ trendId }) => trendId);
  return trendIds.map((id) => byTrend.get(id) ?? []);
}
