import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { CALL_LEASE_MS, type CallQuota, type CallSlot } from '../../lib/call-quota.ts';
import type { Clock } from '../../lib/clock.ts';
import type { TikTokConfig } from '../../lib/config.ts';
import type { Log } from '../../lib/log.ts';
import type { Metrics } from '../../lib/metrics.ts';
import { assertOAuthSuccess, read, readData } from '../../lib/tiktok/answers.ts';
import { type Answer, createAttempt } from '../../lib/tiktok/attempt.ts';
import { withoutSlot } from '../../lib/tiktok/failures.ts';
import { withRetries } from '../../lib/tiktok/retries.ts';
import { type CallOptions, type TikTok, type TikTokEndpoint, TikTokError } from './port.ts';
import {
  ClientTokenWire,
  DATA_REQUESTS,
  NewGrantWire,
  OAUTH_PATHS,
  RefreshedGrantWire,
  USER_FIELDS,
  UserInfoWire,
  VIDEO_FIELDS,
  VideoListWire,
  VideoQueryWire,
} from './wire.ts';
import { isSigned, parseWebhook } from './webhook.ts';

export interface TikTokOptions {
  /** Of TIKTOK_ENDPOINTS: each attempt of a data call takes a slot. */
  quota: CallQuota;
  /** The one that the quota counts by. */
  clock: Clock;
  metrics: Metrics;
  /** For one attempt, body included; below CALL_LEASE_MS. @default 10_000 */
  timeoutMs?: number;
  /** Further attempts of a data call after a network failure, a 5xx or no JSON. @default 2 */
  retries?: number;
  /** Wait before the first further attempt; doubles, with full jitter. @default 250 */
  retryBaseMs?: number;
}

/** TikTok's Login Kit and Display API over fetch. */
export function createTikTok(config: TikTokConfig, log: Log, options: TikTokOptions): TikTok {
  const { quota, clock, metrics, timeoutMs = 10_000, retries = 2, retryBaseMs = 250 } = options;
  const attempt = createAttempt({ apiUrl: config.apiUrl, timeoutMs, log, metrics });
  const countRefusal = metrics.counter({
    name: 'tiktok_quota_refusals_total',
    help: "Calls that were not made since TikTok's window had no place for them.",
    labels: ['endpoint', 'urgency'],
  });

  return {
    clientKey: config.clientKey,

    authorizationUrl({ scopes, state, codeVerifier, alwaysAsk }) {
      const url = new URL(config.authUrl);
      url.searchParams.set('client_key', config.clientKey);
      url.searchParams.set('response_type', 'code');
      url.searchParams.set('scope', scopes.join(','));
      url.searchParams.set('redirect_uri', config.redirectUri);
      url.searchParams.set('state', state);
      if (alwaysAsk) url.searchParams.set('disable_auto_auth', '1');
      if (config.appType === 'desktop') {
        url.searchParams.set('code_challenge', hexChallenge(codeVerifier));
        url.searchParams.set('code_challenge_method', 'S256');
      }
      return url.href;
    },

    exchangeCode: ({ code, codeVerifier }, signal) =>
      oauthCall(
        'oauth/token',
        {
          grant_type: 'authorization_code',
          code,
          redirect_uri: config.redirectUri,
          ...(config.appType === 'desktop' && { code_verifier: codeVerifier }),
        },
        ({ body, logId, date }) => ({ ...read(NewGrantWire, body, logId), grantedAt: date }),
        signal,
      ),

    refresh: (refreshToken, signal) =>
      oauthCall(
        'oauth/token',
        { grant_type: 'refresh_token', refresh_token: refreshToken },
        ({ body, logId }) => read(RefreshedGrantWire, body, logId),
        signal,
      ),

    clientToken: (signal) =>
      oauthCall(
        'oauth/token',
        { grant_type: 'client_credentials' },
        ({ body, logId }) => read(ClientTokenWire, body, logId),
        signal,
      ),

    readWebhook: ({ body, signature }) =>
      isSigned(config.clientSecret, body, signature, clock.now()) ? parseWebhook(body) : null,

    // Success is an empty body or {}.
    revoke: (accessToken, signal) =>
      oauthCall('oauth/revoke', { token: accessToken }, () => undefined, signal),

    async userInfo(accessToken, grantedScopes, options = {}) {
      const fields = grantedScopes.flatMap((scope) => USER_FIELDS[scope] ?? []);
      // Without a scope for any field there is nothing to ask, and TikTok refuses an empty list.
      if (fields.length === 0) return read(UserInfoWire, { user: {} }, null);
      return dataCall('user/info', fields, accessToken, undefined, UserInfoWire, options);
    },

    listVideos: (accessToken, { cursor, maxCount }, options = {}) =>
      dataCall(
        'video/list',
        VIDEO_FIELDS,
        accessToken,
        { max_count: maxCount, ...(cursor !== undefined && { cursor }) },
        VideoListWire,
        options,
      ),

    queryVideos: (accessToken, ids, options = {}) =>
      dataCall(
        'video/query',
        VIDEO_FIELDS,
        accessToken,
        { filters: { video_ids: ids } },
        VideoQueryWire,
        options,
      ),
  };

  async function dataCall<T>(
    endpoint: TikTokEndpoint,
    fields: readonly string[],
    accessToken: string,
    body: object | undefined,
    wire: z.ZodType<T>,
    options: CallOptions,
  ): Promise<T> {
    const { method, path } = DATA_REQUESTS[endpoint];
    const { signal } = options;
    const init: RequestInit = {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    const query = `?fields=${fields.join(',')}`;
    const call = async (): Promise<T> => {
      const slot = await takeSlot(endpoint, options);
      try {
        return await attempt({ endpoint, path, query, init, signal, slot }, (answer) =>
          readData(wire, answer),
        );
      } catch (error) {
        if (error instanceof TikTokError && error.code === 'TIKTOK_RATE_LIMITED') await closeWindow(endpoint);
        throw error;
      }
    };
    // All data calls only read, so repeating them is safe.
    return withRetries(call, { retries, retryBaseMs, signal });
  }

  async function takeSlot(
    endpoint: TikTokEndpoint,
    { signal, urgency = 'BACKGROUND' }: CallOptions,
  ): Promise<CallSlot> {
    signal?.throwIfAborted();
    const askedAt = performance.now();
    const { slot, retryAt } = await quota.take(endpoint, urgency);
    if (slot === null) {
      countRefusal({ endpoint, urgency });
      throw withoutSlot((retryAt.getTime() - clock.now().getTime()) / 1_000);
    }
    // A process that was held up until now would end the call after the slot does.
    const isTooLate = performance.now() - askedAt + timeoutMs > CALL_LEASE_MS;
    if (!isTooLate && signal?.aborted !== true) return slot;
    await slot.release();
    signal?.throwIfAborted();
    throw withoutSlot(1);
  }

  async function closeWindow(endpoint: TikTokEndpoint): Promise<void> {
    log.warn({ endpoint }, 'TikTok counted more calls than we did: none is made for a window');
    await quota.exhausted(endpoint).catch((error: unknown) => {
      log.warn({ endpoint, err: error }, "TikTok's window could not be closed");
    });
  }

  function oauthCall<T>(
    endpoint: keyof typeof OAUTH_PATHS,
    form: Record<string, string>,
    toResult: (answer: Answer) => T,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const init: RequestInit = {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'cache-control': 'no-cache' },
      body: new URLSearchParams({
        client_key: config.clientKey,
        client_secret: config.clientSecret,
        ...form,
      }).toString(),
    };
    const path = OAUTH_PATHS[endpoint];
    return attempt({ endpoint, path, init, signal }, (answer) => {
      assertOAuthSuccess(answer);
      return toResult(answer);
    });
  }
}

/** TikTok's challenge is the lower-case hex of SHA-256, not RFC 7636's base64url. */
export function hexChallenge(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier).digest('hex');
}
