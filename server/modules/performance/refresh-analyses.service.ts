import { setImmediate } from 'node:timers/promises';
import type { Services } from '../../app/services.ts';
import { sql } from '../../data/sql.ts';
import { newestCaptureOf } from '../analytics/series/capture-sql.ts';
import { FORECAST_METRICS } from '../analytics/forecast/forecast-series.ts';
import { record } from '../connections/connection.events.ts';
import { raiseChanges, raiseTakeOffs } from '../findings/detect-changes.service.ts';
import { TREND_PROFILE } from '../trends/relevance/trend-profile.ts';
import { makeTrendProfile } from '../trends/relevance/trend-profile.service.ts';
import { fitForecasts, FORECAST_ANALYSES } from './forecast-fits.service.ts';
import { loadAnalysedPosts } from './analysed-posts.loader.ts';
import {
  analysePerformance,
  performanceAnalysis,
  type PerformanceResult,
  WINDOWS,
  type Window,
} from './performance.ts';
import { periodOf, postsOf } from './performance.service.ts';
import { readAnalyses, storeAnalysis } from './stored-analysis.ts';
import { scoreVideos } from './video-scores.service.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'hub'>;

/** What rests on many posts moves slowly; an account that is captured hourly is analysed no more often than this. */
const LEAST_AGE_MS = 6 * 3_600_000;
/** Accounts a round; the rest is still behind in the next one. */
const BATCH = 500;
/** The window that stands for all: they are computed together. */
const MARKER = performanceAnalysis(90);
/** The one whose results trends are held against. */
const LONGEST: Window = 365;

/**
 * Brings an account's analyses up to date with its snapshots: the outlier scores of what was captured, and videos that take
 * off, at every call, the rest at most every six hours, unless the time zone or the code changed. Announces what it stored
 * by one `AnalysisRefreshed`, and each change that it found by a `FindingRaised`. Safe to kill and to call again.
 */
export async function refreshAnalyses(deps: Deps, connectionId: string, signal: AbortSignal): Promise<void> {
  const { database, clock } = deps;
  const connection = await database.prisma.tikTokConnection.findFirst({
    where: { id: connectionId, erasingSince: null },
    select: { id: true, timezone: true },
  });
  if (connection === null) return;
  await scoreVideos(deps, connectionId, signal);
  await raiseTakeOffs(deps, connection);

  const { timezone } = connection;
  const computedAt = clock.now();
  const [stored] = await readAnalyses(database, [connectionId], MARKER);
  if (stored?.timezone === timezone) {
    const age = computedAt.getTime() - stored.computedAt.getTime();
    if (!stored.isStale || age < LEAST_AGE_MS) return;
  }

  // Read before the posts: what is captured meanwhile makes the result stale, and not the other way round.
  const inputs = { timezone, computedAt, inputsThrough: await inputsThrough(deps, connectionId) };
  const [posts] = await loadAnalysedPosts(database, [{ id: connectionId, timezone }]);
  const results: { window: Window; result: PerformanceResult }[] = [];
  for (const window of WINDOWS) {
    signal.throwIfAborted();
    // Requests that came in meanwhile are answered between two windows.
    await setImmediate();
    const period = periodOf(connectionId, timezone, { lastDays: window }, computedAt);
    results.push({ window, result: analysePerformance(postsOf(posts!, period)) });
  }
  signal.throwIfAborted();
  const profile = await makeTrendProfile(
    deps,
    connectionId,
    results.find(({ window }) => window === LONGEST)!.result,
    computedAt,
  );
  const [forecasts] = await fitForecasts(deps, [{ id: connectionId, timezone }]);
  // Before the marker is stored, so that a job that is killed looks again.
  await raiseChanges(deps, connection);
  const announce = await database.transaction(async (tx) => {
    for (const { window, result } of results) {
      await storeAnalysis(tx, connectionId, performanceAnalysis(window), inputs, result);
    }
    for (const metric of FORECAST_METRICS) {
      await storeAnalysis(tx, connectionId, FORECAST_ANALYSES[metric], inputs, forecasts!.fits[metric]);
    }
    await storeAnalysis(tx, connectionId, TREND_PROFILE, inputs, profile);
    const freshness = {
      computedAt: computedAt.toISOString(),
      inputsThrough: inputs.inputsThrough?.toISOString() ?? null,
      isStale: false,
    };
    return record(tx, deps, connectionId, { type: 'AnalysisRefreshed', payload: { freshness } });
  });
  await announce();
}

/** Accounts with snapshots that no analysis has seen, none for six hours; oldest analysis first. */
export async function accountsBehind({
  database,
  clock,
}: Pick<Services, 'database' | 'clock'>): Promise<string[]> {
  const until = new Date(clock.now().getTime() - LEAST_AGE_MS);
  const rows = await database.prisma.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM "TikTokConnection" c
    LEFT JOIN "TikTokAnalysis" a
      ON a."connectionId" = c.id AND a.name = ${MARKER.name} AND a.version = ${MARKER.version}
    CROSS JOIN LATERAL (SELECT ${newestCaptureOf(sql`c.id`)} AS at) newest
    WHERE c."erasingSince" IS NULL AND newest.at IS NOT NULL AND (a."computedAt" IS NULL
      OR a.timezone <> c.timezone
      OR (a."computedAt" < ${until}::timestamptz AND newest.at > coalesce(a."inputsThrough", '-infinity')))
    ORDER BY a."computedAt" NULLS FIRST LIMIT ${BATCH}`;
  return rows.map(({ id }) => id);
}

/** Of the account or of one of its videos: an account without videos has followers too. */
async function inputsThrough({ database }: Deps, connectionId: string): Promise<Date | null> {
  const [newest] = await database.prisma.$queryRaw<[{ at: Date | null }]>`
    SELECT ${newestCaptureOf(sql`${connectionId}::uuid`)} AS at`;
  return newest.at;
}
