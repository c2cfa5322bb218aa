import type { Database } from '../../data/database.ts';
import type { ToldObservation, ToldTrend } from './told-series.ts';
import type { StoredCurve } from './trend-curve.ts';
import type { TrendSource, TrendUnit } from './trend-sighting.ts';

/** Of one trend and source: as many as a history shows. */
const MOST_OBSERVATIONS = 400;

/**
 * What each source told of each trend since an instant, by trend id; its newest 400 observations. Two SQL statements,
 * whatever the number of trends.
 *
 * @param source of this one alone; null is every one.
 */
export async function loadToldTrends(
  { prisma }: Database,
  trendIds: readonly string[],
  since: Date,
  source: TrendSource | null = null,
): Promise<Map<string, ToldTrend[]>> {
  const observations = await prisma.$queryRaw<
    (Omit<ToldObservation, 'at'> & { trendId: string; source: TrendSource; capturedAt: Date })[]
  >`
    SELECT "trendId", "source"::text, "capturedAt", "rank", "views", "posts", "measure"::text FROM (
      SELECT *, row_number() OVER (PARTITION BY "trendId", "source" ORDER BY "capturedAt" DESC) AS "back"
      FROM "TrendObservation"
      WHERE "trendId" = ANY(${trendIds}::uuid[]) AND "capturedAt" >= ${since}::timestamptz
        AND (${source}::text IS NULL OR "source"::text = ${source})
    ) AS observation WHERE "back" <= ${MOST_OBSERVATIONS} ORDER BY "trendId", "source", "capturedAt"`;
  const curves = await prisma.$queryRaw<
    {
      trendId: string;
      source: TrendSource;
      unit: TrendUnit;
      capturedAt: Date;
      points: StoredCurve['points'];
    }[]
  >`
    SELECT "trendId", "source"::text, "unit"::text, "capturedAt", "points" FROM "TrendCurve"
    WHERE "trendId" = ANY(${trendIds}::uuid[]) AND (${source}::text IS NULL OR "source"::text = ${source})`;

  const told = new Map<string, ToldTrend[]>();
  const of = (trendId: string, who: TrendSource): ToldTrend => {
    const sources = told.get(trendId) ?? [];
    if (sources.length === 0) told.set(trendId, sources);
    let found = sources.find((each) => each.source === who);
    if (found === undefined) {
      found = { source: who, observations: [], curve: null };
      sources.push(found);
    }
    return found;
  };
  for (const { trendId, source: who, capturedAt, ...rest } of observations) {
    (of(trendId, who).observations as ToldObservation[]).push({ at: capturedAt.getTime(), ...rest });
  }
  for (const { trendId, source: who, unit, capturedAt, points } of curves) {
    const recent = points.filter(([at]) => at >= since.getTime());
    if (recent.length > 0) {
      of(trendId, who).curve = { unit, capturedAt: capturedAt.getTime(), points: recent };
    }
  }
  return told;
}
