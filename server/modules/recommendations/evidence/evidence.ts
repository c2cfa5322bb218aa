import type { Services } from '../../../app/services.ts';
import type { TikTokConnection } from '../../../data/generated/prisma/client.ts';
import { toNumber } from '../../../lib/counters.ts';
import { InsufficientDataError, NotFoundError } from '../../../lib/errors.ts';
import { resolveRange } from '../../analytics/calendar.ts';
import { recentFindings } from '../../findings/finding-reads.service.ts';
import { type AccountForecast, forecasts } from '../../performance/forecast.service.ts';
import { performanceOf, type PerformanceAnalysis } from '../../performance/performance.service.ts';
import { relevantTrends } from '../../trends/relevance/relevant-trends.service.ts';
import type { EvidencePack } from '../engine.ts';
import { guessLanguage } from './caption-language.ts';
import { loadPastRecommendations, loadVideos, withScores } from './evidence.loader.ts';
import { packItems } from './pack-items.ts';

type Deps = Pick<Services, 'database' | 'clock'>;

const MAX_FINDINGS = 3;
const FINDING_DAYS = 28;
/** The longest window that is kept computed: lifts take posts. */
const LIFT_DAYS = 365;
const FORECAST = { horizonDays: 14, confidence: 0.8 } as const;
const DAY_MS = 86_400_000;

/**
 * What a run may cite about a connection: what the server's analyses found, as they are now. Ten SQL statements; before
 * the account's first analysis those of computing it here as well.
 *
 * @param options.runId whose evidence it is: what the run itself recommended is no past.
 * @throws NotFoundError when the connection is gone.
 */
export async function gatherEvidence(
  deps: Deps,
  connectionId: string,
  { now, runId }: { now: Date; runId: string },
): Promise<EvidencePack> {
  const { database } = deps;
  const connection = await database.prisma.tikTokConnection.findUnique({ where: { id: connectionId } });
  if (connection === null) throw new NotFoundError('The connection is gone.', connectionId);
  const { videos, captions } = await loadVideos(database, connectionId, now);
  const since = new Date(now.getTime() - FINDING_DAYS * DAY_MS);
  const items = packItems({
    videos: await withScores(deps, videos),
    performance: await performanceNow(deps, connection, now),
    forecasts: await forecastsOf(deps, connection),
    trends: await relevantTrends(deps, connection),
    findings: await recentFindings(deps, connectionId, since, MAX_FINDINGS),
    past: await loadPastRecommendations(database, connectionId, runId),
    now,
  });
  const { username, displayName, followers, timezone } = connection;
  const language = guessLanguage(captions);
  return {
    items,
    account: { username, displayName, followers: toNumber(followers), timezone, language },
    now: now.toISOString(),
  };
}

/** As a job stored it; before its first time computed here, as any other range is. */
async function performanceNow(
  deps: Deps,
  connection: TikTokConnection,
  now: Date,
): Promise<PerformanceAnalysis> {
  const range = { lastDays: LIFT_DAYS };
  const [stored] = await performanceOf(deps, [connection], range);
  if (stored != null) return stored;
  const between = resolveRange(range, connection.timezone, now);
  const [computed] = await performanceOf(deps, [connection], { between });
  return computed!;
}

/** As far as history is long enough. */
async function forecastsOf(deps: Deps, connection: TikTokConnection): Promise<AccountForecast[]> {
  const known: AccountForecast[] = [];
  for (const metric of ['FOLLOWERS', 'VIEWS'] as const) {
    const [forecast] = await forecasts(deps, [connection], { metric, ...FORECAST });
    if (forecast !== undefined && !(forecast instanceof InsufficientDataError)) known.push(forecast);
  }
  return known;
}
