import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import type { TikTokConfig } from '../../lib/config.ts';
import type { Log } from '../../lib/log.ts';
import { byStatus, dataError, oauthError, unavailable } from './errors.ts';
import { TikTokError } from './port.ts';
import type { CallOptions, TikTok } from './port.ts';
import {
  Envelope,
  NewGrantWire,
  OAuthFailure,
  RefreshedGrantWire,
  USER_FIELDS,
  UserInfoWire,
  VIDEO_FIELDS,
  VideoListWire,
  VideoQueryWire,
} from './wire.ts';

/** A page of 20 videos is some 40 kB; whatever is larger than this is not TikTok's answer. */
const MAX_BODY_BYTES = 2 * 1_024 * 1_024;

export interface TikTokOptions {
  /** For one attempt, body included. @default 10_000 */
  timeoutMs?: number;
  /** Further attempts of a data call after a network failure or a 5xx. @default 2 */
  retries?: number;
  /** Wait before the first further attempt; doubles, with full jitter. @default 250 */
  retryBaseMs?: number;
}

interface Answer {
  status: number;
  logId: string | null;
  /** Undefined where the body was no JSON. */
  body: unknown;
}

/** TikTok's Login Kit and Display API over fetch. */
export function createTikTok(config: TikTokConfig, log: Log, options: TikTokOptions = {}): TikTok {
  const { timeoutMs = 10_000, retries = 2, retryBaseMs = 250 } = options;

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
        '/v2/oauth/token/',
        {
          grant_type: 'authorization_code',
          code,
          redirect_uri: config.redirectUri,
          ...(config.appType === 'desktop' && { code_verifier: codeVerifier }),
        },
        (body, logId) => read(NewGrantWire, body, logId),
        signal,
      ),

    refresh: (refreshToken, signal) =>
      oauthCall(
        '/v2/oauth/token/',
        { grant_type: 'refresh_token', refresh_token: refreshToken },
        (body, logId) => read(RefreshedGrantWire, body, logId),
        signal,
      ),

    // Success is an empty body or {}.
    revoke: (accessToken, signal) =>
      oauthCall('/v2/oauth/revoke/', { token: accessToken }, () => undefined, signal),

    async userInfo(accessToken, grantedScopes, options = {}) {
      const fields = grantedScopes.flatMap((scope) => USER_FIELDS[scope] ?? []);
      // Without a scope for any field there is nothing to ask, and TikTok refuses an empty list.
      if (fields.length === 0) return read(UserInfoWire, { user: {} }, null);
      return dataCall('GET', '/v2/user/info/', fields, accessToken, undefined, UserInfoWire, options);
    },

    listVideos: (accessToken, { cursor, maxCount }, options = {}) =>
      dataCall(
        'POST',
        '/v2/video/list/',
        VIDEO_FIELDS,
        accessToken,
        { max_count: maxCount, ...(cursor !== undefined && { cursor }) },
        VideoListWire,
        options,
      ),

    queryVideos: (accessToken, ids, options = {}) =>
      dataCall(
        'POST',
        '/v2/video/query/',
        VIDEO_FIELDS,
        accessToken,
        { filters: { video_ids: ids } },
        VideoQueryWire,
        options,
      ),
  };

  async function dataCall<T>(
    method: 'GET' | 'POST',
    path: string,
    fields: readonly string[],
    accessToken: string,
    body: object | undefined,
    wire: z.ZodType<T>,
    { signal }: CallOptions,
  ): Promise<T> {
    const init: RequestInit = {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    for (let attempt = 0; ; attempt++) {
      try {
        return await call(
          path,
          `?fields=${fields.join(',')}`,
          init,
          signal,
          ({ status, logId, body: json }) => {
            const envelope = Envelope.safeParse(json);
            if (!envelope.success) throw unreadable(status, logId);
            const { error, data } = envelope.data;
            const id = error.log_id ?? error.logid ?? logId;
            if (error.code !== 'ok') throw dataError({ tikTokCode: error.code, status, logId: id });
            if (status >= 400) throw unreadable(status, id);
            return read(wire, data, id);
          },
        );
      } catch (error) {
        // Both data calls only read, so repeating them is safe; a rate limit wants a minute, not a second.
        if (!(error instanceof TikTokError) || error.code !== 'TIKTOK_UNAVAILABLE' || attempt >= retries)
          throw error;
        await delay(Math.random() * retryBaseMs * 2 ** attempt, undefined, signal && { signal }).catch(() =>
          signal?.throwIfAborted(),
        );
      }
    }
  }

  function oauthCall<T>(
    path: string,
    form: Record<string, string>,
    toResult: (body: unknown, logId: string | null) => T,
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
    return call(path, '', init, signal, ({ status, logId, body }) => {
      // A refusal may come with HTTP 200, and in either of TikTok's two shapes.
      const flat = OAuthFailure.safeParse(body);
      if (flat.success) {
        throw oauthError({ tikTokCode: flat.data.error, status, logId: flat.data.log_id ?? logId });
      }
      const envelope = Envelope.safeParse(body);
      if (envelope.success && envelope.data.error.code !== 'ok') {
        const { code, log_id, logid } = envelope.data.error;
        throw oauthError({ tikTokCode: code, status, logId: log_id ?? logid ?? logId });
      }
      if (status >= 300) throw unreadable(status, logId);
      return toResult(body, logId);
    });
  }

  /** One attempt over the wire and its one line in the log. */
  async function call<T>(
    path: string,
    query: string,
    init: RequestInit,
    signal: AbortSignal | undefined,
    toResult: (answer: Answer) => T,
  ): Promise<T> {
    const startedAt = performance.now();
    let status: number | null = null;
    let logId: string | null = null;
    const report = (code: string, failed: boolean): void => {
      const facts = { endpoint: path, ms: Math.round(performance.now() - startedAt), status, code, logId };
      if (failed) log.warn(facts, 'TikTok call failed');
      else log.debug(facts, 'TikTok call');
    };
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(`${config.apiUrl}${path}${query}`, {
        ...init,
        // A redirect would carry the token to another host.
        redirect: 'manual',
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
      status = response.status;
      logId = response.headers.get('x-tt-logid');
      const result = toResult({ status, logId, body: await readJson(response) });
      report('ok', false);
      return result;
    } catch (error) {
      if (signal?.aborted === true) {
        report('aborted', false);
        throw signal.reason;
      }
      const failure =
        error instanceof TikTokError
          ? error
          : timeout.aborted
            ? unavailable(`TikTok did not answer within ${String(timeoutMs)} ms.`, { logId }, error)
            : unavailable('TikTok could not be reached, or its answer broke off.', { logId }, error);
      logId = failure.logId;
      report(failure.tikTokCode ?? failure.code, true);
      throw failure;
    }
  }
}

/** TikTok's challenge is the lower-case hex of SHA-256, not RFC 7636's base64url. */
export function hexChallenge(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier).digest('hex');
}

function unreadable(status: number, logId: string | null): TikTokError {
  return (
    byStatus(status, { logId }) ??
    unavailable(`TikTok's answer (HTTP ${String(status)}) could not be understood.`, { logId })
  );
}

function read<T>(wire: z.ZodType<T>, body: unknown, logId: string | null): T {
  const parsed = wire.safeParse(body);
  if (parsed.success) return parsed.data;
  // Paths alone: the values may be secrets.
  const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw unavailable(`TikTok's answer could not be understood at: ${where}.`, { logId });
}

async function readJson(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (response.body !== null) {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      // Leaving the loop cancels the stream and frees the socket.
      if (size > MAX_BODY_BYTES) {
        throw unavailable("TikTok's answer was too large.", { logId: response.headers.get('x-tt-logid') });
      }
      chunks.push(chunk);
    }
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}
