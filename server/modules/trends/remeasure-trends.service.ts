import type { Services } from '../../app/services.ts';
import type { Database } from '../../data/database.ts';
import { toNumber } from '../../lib/counters.ts';
import { LEAST_POINTS, seriesOf, type ToldTrend } from './told-series.ts';
import { loadToldTrends } from './told-trends.loader.ts';
import { SOURCES_BY_TRUST, type TrendKind, type TrendSource } from './trend-sighting.ts';
import type { TrendSeries } from './velocity/trend-series.ts';
import { measureVelocities, type TrendVelocity } from './velocity/velocity.ts';

type Deps = Pick<Services, 'database' | 'clock'>;

const DAY_MS = 86_400_000;
/** What velocity looks at, and the window before it. */
const KNOWN_DAYS = 60;
/** Trends of one list, the newest first: others are too old to rise. */
const MOST_OF_A_LIST = 5_000;

/** Trends among which false discoveries are controlled: those that a person compares. */
interface TrendList {
  workspaceId: string | null;
  kind: TrendKind;
  region: string | null;
}

/**
 * Reckons anew how fast trends rise, after sources told something of them: of the whole lists that they are in, since what is
 * called exploding depends on all of a list. A list takes four SQL statements. May be killed anywhere and called again.
 *
 * @returns the row ids of those that explode.
 */
export async function remeasureTrends(deps: Deps, trendIds: readonly string[]): Promise<string[]> {
  if (trendIds.length === 0) return [];
  const lists = await deps.database.prisma.$queryRaw<TrendList[]>`
    SELECT DISTINCT "workspaceId", "kind"::text, "region" FROM "TikTokTrend"
    WHERE "id" = ANY(${trendIds}::uuid[])`;
  const exploding: string[] = [];
  for (const list of lists) exploding.push(...(await remeasureList(deps, list)));
  return exploding;
}

/**
 * The same of every list with a trend that was never measured, since a process was killed in between, or was more than a day
 * ago: one that nobody names any more does not go on exploding.
 */
export async function remeasureOutdated(deps: Deps): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - DAY_MS);
  const lists = await deps.database.prisma.$queryRaw<TrendList[]>`
    SELECT DISTINCT "workspaceId", "kind"::text, "region" FROM "TikTokTrend"
    WHERE "velocityAt" IS NULL OR ("stage" IS NOT NULL AND "velocityAt" < ${before}::timestamptz)`;
  for (const list of lists) await remeasureList(deps, list);
}

interface ListedTrend {
  id: string;
  source: TrendSource;
  firstSeenAt: Date;
}

/** @returns the row ids of those that explode. */
async function remeasureList({ database, clock }: Deps, list: TrendList): Promise<string[]> {
  const now = clock.now();
  const since = new Date(now.getTime() - KNOWN_DAYS * DAY_MS);
  const trends: ListedTrend[] = await database.prisma.tikTokTrend.findMany({
    where: { ...list, OR: [{ lastSeenAt: { gte: since } }, { stage: { not: null } }] },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
    take: MOST_OF_A_LIST,
    select: { id: true, source: true, firstSeenAt: true },
  });
  const told = await loadToldTrends(
    database,
    trends.map(({ id }) => id),
    since,
  );
  const series = trends.map((trend) => toldSeries(trend, told.get(trend.id) ?? []));
  const velocities = measureVelocities(series, now.getTime());
  await storeVelocities(
    database,
    trends.map(({ id }, index) => ({ id, velocity: velocities[index] ?? null })),
    now,
  );
  return trends.filter((_, index) => velocities[index]?.stage === 'EXPLODING').map(({ id }) => id);
}

/** Of the source that speaks for the trend; where it told too little, of the most trusted that told enough. */
function toldSeries({ source, firstSeenAt }: ListedTrend, told: readonly ToldTrend[]): TrendSeries {
  const inOrder = [source, ...SOURCES_BY_TRUST.filter((other) => other !== source)];
  const all = inOrder.flatMap((each) => {
    const found = told.find((one) => one.source === each);
    const series = found && seriesOf(found);
    return series == null ? [] : [{ ...series, newest: found!.observations.at(-1) }];
  });
  const { measure, counted, points, newest } = all.find((each) => each.points.length >= LEAST_POINTS) ??
    all[0] ?? { measure: 'WINDOW', counted: 'VIEWS', points: [] };
  return {
    measure,
    counted,
    points,
    told: { views: toNumber(newest?.views ?? null), posts: toNumber(newest?.posts ?? null) },
    accounts: newest?.accounts ?? null,
    firstSeenAt: firstSeenAt.getTime(),
  };
}

/** A spell of exploding lasts while the trend is at its peak, so that it is not told of again when it wavers. */
async function storeVelocities(
  { prisma }: Database,
  measured: readonly { id: string; velocity: TrendVelocity | null }[],
  now: Date,
): Promise<void> {
  const rows = measured
    .map(({ id, velocity }) => ({
      id,
      velocity,
      growthLower: velocity?.dailyGrowth.interval.lower ?? null,
      stage: velocity?.stage ?? null,
    }))
    .sort((left, right) => (left.id < right.id ? -1 : 1));
  await prisma.$executeRaw`
    UPDATE "TikTokTrend" trend SET "velocity" = given."velocity", "growthLower" = given."growthLower",
      "stage" = given."stage", "velocityAt" = ${now}::timestamptz, "explodingSince" = CASE
        WHEN given."stage" = 'EXPLODING' THEN coalesce(trend."explodingSince", ${now}::timestamptz)
        WHEN given."stage" = 'PEAKING' THEN trend."explodingSince"
      END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS given("id" uuid, "velocity" jsonb, "growthLower" float8, "stage" "TrendStage")
    WHERE trend."id" = given."id"`;
}
