import type { Database } from '../../data/database.ts';
import type { ToldObservation, ToldTrend } from './told-series.ts';
import type { StoredCurve } from './trend-curve.ts';
import type { TrendSource, TrendUnit } from './trend-sighting.ts';

/** A database, or a transaction in it. */
type Reader = Pick<Database['prisma'], '$queryRaw'>;

/** Of one trend and source: as many as a history shows. */
const MOST_OBSERVATIONS = 400;

/** Whose word it is, and on which trend. */
interface Word {
  trendId: string;
  source: TrendSource;
}

/**
 * What each source told of each trend since an instant, by trend id; its newest 400 observations. Two SQL statements,
 * whatever the number of trends.
 *
 * @param source of this one alone; null is every one.
 */
export async function loadToldTrends(
  { prisma }: Pick<Database, 'prisma'>,
  trendIds: readonly string[],
  since: Date,
  source: TrendSource | null = null,
): Promise<Map<string, ToldTrend[]>> {
  const observations = Map.groupBy(await loadObservations(prisma, trendIds, since, source), nameOf);
  const curves = Map.groupBy(await loadCurves(prisma, trendIds, source), nameOf);
  const told = new Map<string, ToldTrend[]>();
  for (const name of new Set([...observations.keys(), ...curves.keys()])) {
    const observed = observations.get(name) ?? [];
    const [drawn] = curves.get(name) ?? [];
    const { trendId, source: who } = (observed[0] ?? drawn)!;
    const curve = drawn === undefined ? null : curveSince(drawn.curve, since.getTime());
    if (observed.length === 0 && curve === null) continue;
    const words = { source: who, observations: observed.map(({ observation }) => observation), curve };
    told.set(trendId, [...(told.get(trendId) ?? []), words]);
  }
  return told;
}

/** The curve that each source draws of each trend. One SQL statement. */
export async function loadCurves(
  reader: Reader,
  trendIds: readonly string[],
  source: TrendSource | null,
): Promise<(Word & { curve: StoredCurve })[]> {
  const rows = await reader.$queryRaw<
    (Word & { unit: TrendUnit; capturedAt: Date; points: StoredCurve['points'] })[]
  >`
    SELECT "trendId", "source"::text, "unit"::text, "capturedAt", "points" FROM "TrendCurve"
    WHERE "trendId" = ANY(${trendIds}::uuid[]) AND (${source}::text IS NULL OR "source"::text = ${source})`;
  return rows.map(({ trendId, source: who, unit, capturedAt, points }) => ({
    trendId,
    source: who,
    curve: { unit, capturedAt: capturedAt.getTime(), points },
  }));
}

async function loadObservations(
  reader: Reader,
  trendIds: readonly string[],
  since: Date,
  source: TrendSource | null,
): Promise<(Word & { observation: ToldObservation })[]> {
  const rows = await reader.$queryRaw<(Word & Omit<ToldObservation, 'at'> & { capturedAt: Date })[]>`
    SELECT "trendId", "source"::text, "capturedAt", "rank", "views", "posts", "measure"::text, "accounts" FROM (
      SELECT *, row_number() OVER (PARTITION BY "trendId", "source" ORDER BY "capturedAt" DESC) AS "back"
      FROM "TrendObservation"
      WHERE "trendId" = ANY(${trendIds}::uuid[]) AND "capturedAt" >= ${since}::timestamptz
        AND (${source}::text IS NULL OR "source"::text = ${source})
    ) AS observation WHERE "back" <= ${MOST_OBSERVATIONS} ORDER BY "trendId", "source", "capturedAt"`;
  return rows.map(({ trendId, source: who, capturedAt, ...rest }) => ({
    trendId,
    source: who,
    observation: { at: capturedAt.getTime(), ...rest },
  }));
}

function nameOf({ trendId, source }: Word): string {
  return `${trendId} ${source}`;
}

/** Null where all of it is older. */
function curveSince(curve: StoredCurve, since: number): StoredCurve | null {
  const points = curve.points.filter(([at]) => at >= since);
  return points.length === 0 ? null : { ...curve, points };
}
