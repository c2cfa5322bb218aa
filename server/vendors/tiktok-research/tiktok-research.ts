import { parseJson } from '../../lib/big-integers.ts';
import type { Clock } from '../../lib/clock.ts';
import type { TikTokResearchConfig } from '../../lib/trend-sources-config.ts';
import type { DailyCalls } from '../../lib/daily-calls.ts';
import type { Log } from '../../lib/log.ts';
import type { Metrics } from '../../lib/metrics.ts';
import { assertOAuthSuccess, read, readData } from '../../lib/tiktok/answers.ts';
import { createAttempt } from '../../lib/tiktok/attempt.ts';
import { unavailable, withoutSlot } from '../../lib/tiktok/failures.ts';
import { withRetries } from '../../lib/tiktok/retries.ts';
import { TikTokError } from '../../lib/tiktok/tiktok-error.ts';
import type { HashtagSearch, PageMark, ResearchPage, TikTokResearch } from './port.ts';
import {
  RESEARCH_FIELDS,
  RESEARCH_PAGE_SIZE,
  RESEARCH_PATH,
  ResearchPageWire,
  TOKEN_PATH,
  TokenWire,
} from './wire.ts';

const DAY_MS = 86_400_000;
/** So long before its end a client token is replaced. */
const TOKEN_MARGIN_MS = 120_000;

export interface TikTokResearchOptions {
  /** Each attempt of a search is one. */
  calls: DailyCalls;
  clock: Clock;
  metrics: Metrics;
  /** For one attempt, body included. @default 20_000 */
  timeoutMs?: number;
  /** Further attempts after a network failure, a 5xx, no JSON, or a lost search. @default 2 */
  retries?: number;
  /** Wait before the first further attempt; doubles, with full jitter. @default 500 */
  retryBaseMs?: number;
}

/** TikTok's Research API over fetch. */
export function createTikTokResearch(
  { apiUrl, clientKey, clientSecret }: TikTokResearchConfig,
  log: Log,
  options: TikTokResearchOptions,
): TikTokResearch {
  const { calls, clock, metrics, timeoutMs = 20_000, retries = 2, retryBaseMs = 500 } = options;
  const attempt = createAttempt({ apiUrl, timeoutMs, parse: parseJson, log, metrics });
  let token: { text: string; endsAt: number } | null = null;

  return {
    videosWith: (search, page, signal) =>
      withRetries(() => askOnce(search, page, signal), { retries, retryBaseMs, signal }),
  };

  async function askOnce(
    search: HashtagSearch,
    page: PageMark | null,
    signal: AbortSignal | undefined,
  ): Promise<ResearchPage> {
    const isOldToken = token !== null;
    const accessToken = await clientToken(signal);
    if (!(await calls.take())) throw withoutSlot(secondsToMidnight());
    const init: RequestInit = {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(bodyOf(search, page)),
    };
    const query = `?fields=${RESEARCH_FIELDS.join(',')}`;
    try {
      return await attempt(
        { endpoint: 'research/video/query', path: RESEARCH_PATH, query, init, signal },
        (answer) => readData(ResearchPageWire, answer),
      );
    } catch (error) {
      if (!(error instanceof TikTokError)) throw error;
      if (error.problem === 'ACCESS_TOKEN_INVALID') {
        // Perhaps it was withdrawn before its end.
        token = null;
        if (isOldToken) return askOnce(search, page, signal);
      }
      // TikTok loses searches now and then; it has no other word for that, and the query was good for the first page.
      if (page === null || error.tikTokCode !== 'invalid_params') throw error;
      const { tikTokCode, logId } = error;
      throw unavailable('TikTok lost the search between two pages.', { tikTokCode, logId }, error);
    }
  }

  async function clientToken(signal: AbortSignal | undefined): Promise<string> {
    const now = clock.now().getTime();
    if (token !== null && now < token.endsAt - TOKEN_MARGIN_MS) return token.text;
    const init: RequestInit = {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'cache-control': 'no-cache' },
      body: new URLSearchParams({
        client_key: clientKey,
        client_secret: clientSecret,
        grant_type: 'client_credentials',
      }).toString(),
    };
    const { accessToken, lifetimeSeconds } = await attempt(
      { endpoint: 'oauth/token', path: TOKEN_PATH, init, signal },
      (answer) => {
        assertOAuthSuccess(answer);
        return read(TokenWire, answer.body, answer.logId);
      },
    );
    token = { text: accessToken, endsAt: now + lifetimeSeconds * 1_000 };
    return accessToken;
  }

  function secondsToMidnight(): number {
    return (DAY_MS - (clock.now().getTime() % DAY_MS)) / 1_000;
  }
}

function bodyOf({ hashtag, region, from, to }: HashtagSearch, page: PageMark | null): object {
  const equals = (name: string, value: string) => ({
    operation: 'EQ',
    field_name: name,
    field_values: [value],
  });
  return {
    query: { and: [equals('hashtag_name', hashtag), equals('region_code', region)] },
    start_date: dateOf(from),
    end_date: dateOf(to),
    max_count: RESEARCH_PAGE_SIZE,
    ...(page !== null && { cursor: page.cursor, search_id: page.searchId }),
  };
}

/** YYYYMMDD, in UTC. */
function dateOf(day: Date): string {
  return day.toISOString().slice(0, 10).replaceAll('-', '');
}
