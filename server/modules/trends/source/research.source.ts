import type { Services } from '../../../app/services.ts';
import { TikTokError } from '../../../lib/tiktok/tiktok-error.ts';
import { startOfUtcDay } from '../../../lib/time.ts';
import type { HashtagSearch, ResearchPage, TikTokResearch } from '../../../vendors/tiktok-research/port.ts';
import type { TrendCurvePoint, TrendSighting } from '../trend-sighting.ts';
import type { TrendCollection, TrendSourceClient } from './trend-source.ts';

const DAY_MS = 86_400_000;
/** TikTok's, of requests a day (Research API, 2026). */
export const RESEARCH_CALLS_PER_DAY = 1_000;
const WINDOW_DAYS = 7;
/** Of one hashtag: of bigger ones the older days stay unknown. */
const MOST_PAGES = 5;
/** With five pages each, a fifth of the day's calls is left for further attempts. */
const MOST_HASHTAGS = 160;

const DESCRIPTION =
  "TikTok's Research API: how many public videos were posted with a hashtag each day, by country, for the hashtags that " +
  'other sources list and people watch, best ranked first. A sample within 1,000 calls a day: of a hashtag with more ' +
  'than some 500 videos in seven days only the newest whole days are counted. It knows no views of a period, ranks or sounds. For ' +
  'research only: its terms rule out commercial use, so it is off unless it is configured.';

/** TikTok's Research API, as a sample of the posts with hashtags that are known by other ways. */
export function createResearchSource(
  research: TikTokResearch | null,
  deps: Pick<Services, 'database' | 'log'>,
): TrendSourceClient {
  return {
    source: 'RESEARCH_API',
    isEnabled: research !== null,
    description: DESCRIPTION,
    callsPerDay: research === null ? null : RESEARCH_CALLS_PER_DAY,
    collect: research === null ? null : (request) => sample(research, deps, request),
  };
}

async function* sample(
  research: TikTokResearch,
  { database, log }: Pick<Services, 'database' | 'log'>,
  { regions, at, signal }: TrendCollection,
): AsyncIterable<TrendSighting[]> {
  const hashtags = await hashtagsToSample(database, regions);
  for (const [turn, { name, region }] of hashtags.entries()) {
    try {
      const sighting = await countPosts(research, { hashtag: name, region }, at, signal);
      if (sighting !== null) yield [sighting];
    } catch (error) {
      const isSpent = error instanceof TikTokError && error.problem === 'QUOTA';
      if (!isSpent || turn === 0) throw error;
      log.info({ sampled: turn, of: hashtags.length }, "The day's calls to the Research API are used up");
      return;
    }
  }
}

/**
 * Shared hashtags alone, those on a watch list first: what a workspace's own videos have must not be told to others by
 * what this server asks.
 */
async function hashtagsToSample(
  database: Services['database'],
  regions: readonly string[],
): Promise<{ name: string; region: string }[]> {
  return database.query<{ name: string; region: string }>(
    `SELECT trend."name", trend."region" FROM "TikTokTrend" trend
     WHERE trend."workspaceId" IS NULL AND trend."kind" = 'HASHTAG' AND trend."region" = ANY($1::text[])
     ORDER BY EXISTS (SELECT FROM "TrendWatch" watch WHERE watch."trendId" = trend."id") DESC,
       trend."lastSeenAt" > (SELECT max("lastSeenAt") FROM "TikTokTrend") - interval '2 days' DESC,
       trend."rank" NULLS LAST, trend."id"
     LIMIT $2`,
    [regions, MOST_HASHTAGS],
  );
}

/** Null where not even one whole day could be counted. */
async function countPosts(
  research: TikTokResearch,
  { hashtag, region }: Pick<HashtagSearch, 'hashtag' | 'region'>,
  at: Date,
  signal: AbortSignal | undefined,
): Promise<TrendSighting | null> {
  const today = startOfUtcDay(at.getTime());
  const [first, last] = [today - WINDOW_DAYS * DAY_MS, today - DAY_MS];
  const search = { hashtag, region, from: new Date(first), to: new Date(last) };
  const counts = new Map<number, number>();
  let oldest = today;
  let page: ResearchPage | null = null;
  for (let turn = 0; turn < MOST_PAGES && page?.next !== null; turn += 1) {
    page = await research.videosWith(search, page?.next ?? null, signal);
    for (const { postedAt } of page.videos) {
      const day = startOfUtcDay(postedAt.getTime());
      counts.set(day, (counts.get(day) ?? 0) + 1);
      oldest = Math.min(oldest, day);
    }
  }
  const isWhole = page?.next === null;
  const points: TrendCurvePoint[] = [];
  // Videos come newest first, so where pages are left the oldest day is cut.
  for (let day = isWhole ? first : Math.max(first, oldest + DAY_MS); day <= last; day += DAY_MS) {
    points.push({ at: day, value: counts.get(day) ?? 0 });
  }
  if (points.length === 0) return null;
  const total = points.reduce((sum, { value }) => sum + value, 0);
  return {
    kind: 'HASHTAG',
    name: hashtag,
    tikTokId: null,
    region,
    category: null,
    capturedAt: at,
    rank: null,
    views: null,
    posts: isWhole ? BigInt(total) : null,
    measure: 'WINDOW',
    curve: { unit: 'COUNT', points },
  };
}
