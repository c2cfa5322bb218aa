import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import { parseJson } from '../../lib/big-integers.ts';
import type { BusinessToken, TikTokBusinessConfig } from '../../lib/trend-sources-config.ts';
import type { Log } from '../../lib/log.ts';
import type { Metrics } from '../../lib/metrics.ts';
import { read, unreadable } from '../../lib/tiktok/answers.ts';
import { type Answer, createAttempt } from '../../lib/tiktok/attempt.ts';
import { withRetries } from '../../lib/tiktok/retries.ts';
import { businessError } from './failures.ts';
import type { TikTokBusiness, TrendList } from './port.ts';
import { Envelope, HashtagsWire, MusicWire, PATHS } from './wire.ts';

export interface TikTokBusinessOptions {
  metrics: Metrics;
  /** For one attempt, body included. @default 20_000 */
  timeoutMs?: number;
  /** Further attempts after a network failure, a 5xx or no JSON. @default 2 */
  retries?: number;
  /** Wait before the first further attempt; doubles, with full jitter. @default 500 */
  retryBaseMs?: number;
  /** From the end of a call to the next one: TikTok allows 40 a minute. @default 1_500 */
  paceMs?: number;
}

/** Discovery of TikTok's API for Business over fetch. */
export function createTikTokBusiness(
  { apiUrl, advertiser, account }: TikTokBusinessConfig,
  log: Log,
  options: TikTokBusinessOptions,
): TikTokBusiness {
  const { metrics, timeoutMs = 20_000, retries = 2, retryBaseMs = 500, paceMs = 1_500 } = options;
  const attempt = createAttempt({ apiUrl, timeoutMs, parse: parseJson, log, metrics });
  let earliest = 0;

  const lists: TrendList[] = [];
  if (advertiser !== null) lists.push('HASHTAGS');
  if (account !== null) lists.push('MUSIC');
  return {
    lists,

    trendingHashtags: (region, signal) =>
      call(
        'discovery/trending_list',
        { discovery_type: 'HASHTAG', country_code: region, category_name: 'ALL', date_range: '7DAY' },
        { name: 'advertiser_id', of: advertiser },
        HashtagsWire,
        signal,
      ),

    trendingMusic: (region, signal) =>
      call(
        'discovery/cml/trending_list',
        { country_code: region, date_range: '7DAY' },
        { name: 'business_id', of: account },
        MusicWire,
        signal,
      ),
  };

  function call<T>(
    endpoint: keyof typeof PATHS,
    parameters: Record<string, string>,
    owner: { name: string; of: BusinessToken | null },
    wire: z.ZodType<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    if (owner.of === null) throw new Error(`No token is configured for ${endpoint}.`);
    const query = new URLSearchParams({ [owner.name]: owner.of.id, ...parameters });
    // Without the word Bearer, which TikTok takes for a part of the token.
    const init: RequestInit = { headers: { 'access-token': owner.of.token } };
    const request = { endpoint, path: PATHS[endpoint], query: `?${query.toString()}`, init, signal };
    const once = async (): Promise<T> => {
      await turn(signal);
      try {
        return await attempt(request, (answer) => readAnswer(wire, answer));
      } finally {
        earliest = performance.now() + paceMs;
      }
    };
    return withRetries(once, { retries, retryBaseMs, signal });
  }

  async function turn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const wait = earliest - performance.now();
    if (wait > 0) await delay(wait, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

function readAnswer<T>(wire: z.ZodType<T>, { status, logId, body }: Answer): T {
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) throw unreadable(status, logId);
  const { code, data, request_id: id } = envelope.data;
  if (code !== 0) throw businessError(code, status, id ?? logId);
  if (status >= 400) throw unreadable(status, id ?? logId);
  return read(wire, data, id ?? logId);
}
