import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { CallEntry } from './api/call.log.ts';
import type { WebhookAttempt } from './webhook/webhook.ts';
import { startTikTokSandbox, type TikTokSandbox } from './server.ts';

export const REDIRECT_URI = 'http://127.0.0.1:3000/callback';
const ALL_SCOPES = ['user.info.basic', 'user.info.profile', 'user.info.stats', 'video.list'];

/** Every field that the tests look into, of whatever endpoint; the tests tell which of them are there. */
export interface WireBody {
  data: {
    user: Record<string, unknown>;
    videos: WireVideo[];
    cursor: number;
    has_more: boolean;
  };
  /** A string in OAuth's flat shape. */
  error: { code: string };
  access_token: string;
  refresh_token: string;
  open_id: string;
  now: string;
  calls: Record<string, number>;
  creators: { key: string; username: string; grants: number; videos: number; followers: number }[];
  videos: (WireVideo & { likes: number; createTime: number })[];
  video: WireVideo & { createTime: number };
  entries: CallEntry[];
  last: number;
  dropped: number;
  attempts: WebhookAttempt[];
  pending: number;
}

export interface WireVideo {
  id: string;
  create_time: number;
  like_count: number;
  view_count: number;
  video_description: string;
  share_url: string;
  cover_image_url: string;
}

export interface WireResponse {
  status: number;
  headers: Headers;
  body: WireBody;
}

/** An app beside a running sandbox, for the sandbox's own tests: it speaks the wire protocol and nothing else. */
export interface TestClient {
  sandbox: TikTokSandbox;
  /** `as`: an access token, or headers. */
  get(path: string, as?: string | Record<string, string>): Promise<WireResponse>;
  postForm(path: string, form: Record<string, string>): Promise<WireResponse>;
  postJson(path: string, body: unknown, token: string): Promise<WireResponse>;
  control(method: string, path: string, body?: unknown): Promise<WireResponse>;
  standAt(instant: string): Promise<void>;
  /** Fills in the consent form; gives the callback's parameters and the verifier. */
  consent(options?: ConsentOptions): Promise<{ callback: URLSearchParams; verifier: string; cookie: string }>;
  exchange(code: string, verifier: string, changes?: Record<string, string>): Promise<WireResponse>;
  /** The whole round trip; gives the token endpoint's body. */
  connect(options?: ConsentOptions): Promise<WireBody>;
  refresh(refreshToken: string): Promise<WireResponse>;
  /** Closes the sandbox and starts another on the same state. */
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

export interface ConsentOptions {
  creator?: string;
  otherCreator?: string;
  redirectUri?: string;
  /** null: none is sent. */
  challenge?: null;
  requested?: string[];
  /** @default all that were requested */
  granted?: string[];
  decision?: 'allow' | 'deny';
  state?: string;
}

export async function createTestClient(): Promise<TestClient> {
  const folder = mkdtempSync(join(tmpdir(), 'tiktok-sandbox-'));
  const start = (): Promise<TikTokSandbox> =>
    startTikTokSandbox({ port: 0, stateFile: join(folder, 'tiktok.json') });

  async function call(method: string, path: string, init: RequestInit = {}): Promise<WireResponse> {
    const response = await fetch(new URL(path, client.sandbox.url), { method, redirect: 'manual', ...init });
    const text = await response.text();
    let body: unknown = text;
    if (response.headers.get('content-type')?.startsWith('application/json') === true) {
      try {
        body = JSON.parse(text);
      } catch {
        body = text;
      }
    }
    return { status: response.status, headers: response.headers, body: body as WireBody };
  }

  const credentials = (): Record<string, string> => ({
    client_key: client.sandbox.clientKey,
    client_secret: client.sandbox.clientSecret,
  });

  const client: TestClient = {
    sandbox: await start(),
    get: (path, as = {}) =>
      call('GET', path, { headers: typeof as === 'string' ? { authorization: `Bearer ${as}` } : as }),
    postForm: (path, form) => call('POST', path, { body: new URLSearchParams(form) }),
    postJson: (path, body, token) =>
      call('POST', path, {
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    control: (method, path, body) =>
      call(method, `/_sandbox/${path}`, body === undefined ? {} : { body: JSON.stringify(body) }),
    async standAt(instant) {
      const { status } = await client.control('PUT', 'clock', { now: instant });
      if (status !== 200) throw new Error(`The clock answered ${status}.`);
    },
    async consent({
      creator = 'maya',
      otherCreator,
      redirectUri = REDIRECT_URI,
      challenge,
      requested = ALL_SCOPES,
      granted = requested,
      decision = 'allow',
      state = 's',
    } = {}) {
      const verifier = randomBytes(40).toString('base64url');
      const form = new URLSearchParams({
        client_key: client.sandbox.clientKey,
        response_type: 'code',
        requested_scope: requested.join(','),
        redirect_uri: redirectUri,
        state,
        ...(challenge !== null && {
          code_challenge: createHash('sha256').update(verifier).digest('hex'),
          code_challenge_method: 'S256',
        }),
        creator,
        ...(otherCreator !== undefined && { other_creator: otherCreator }),
        decision,
      });
      for (const scope of granted) form.append('scope', scope);
      const { status, headers } = await call('POST', '/v2/auth/authorize/', { body: form });
      if (status !== 302) throw new Error(`The consent form answered ${status}.`);
      const cookie = headers.get('set-cookie')?.split(';', 1)[0] ?? '';
      return { callback: new URL(headers.get('location') ?? '').searchParams, verifier, cookie };
    },
    exchange: (code, verifier, changes = {}) =>
      client.postForm('/v2/oauth/token/', {
        ...credentials(),
        grant_type: 'authorization_code',
        code,
        redirect_uri: REDIRECT_URI,
        code_verifier: verifier,
        ...changes,
      }),
    async connect(options) {
      const { callback, verifier } = await client.consent(options);
      return (await client.exchange(callback.get('code') ?? '', verifier)).body;
    },
    refresh: (refreshToken) =>
      client.postForm('/v2/oauth/token/', {
        ...credentials(),
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      }),
    async restart() {
      await client.sandbox.close();
      client.sandbox = await start();
    },
    async dispose() {
      await client.sandbox.close();
      rmSync(folder, { recursive: true });
    },
  };
  return client;
}
