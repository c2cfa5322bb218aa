import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Log } from '../../lib/log.ts';
import { startTestTikTok } from '../../testing/tiktok.ts';
import type { TestTikTok } from '../../testing/tiktok.ts';
import { createTestTikTokClient } from '../../testing/tiktok-client.ts';
import { TIKTOK_SCOPES, TikTokError } from './port.ts';
import type { NewGrant, TikTok } from './port.ts';
import { hexChallenge } from './tiktok.ts';

const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const FAST = { timeoutMs: 1_000, retryBaseMs: 1 };

let sandbox: TestTikTok;
let tiktok: TikTok;

beforeAll(async () => {
  sandbox = await startTestTikTok();
  tiktok = createTestTikTokClient(sandbox.config, FAST);
});
afterEach(() => sandbox.fail());
afterAll(() => sandbox.close());

async function failureOf(call: Promise<unknown>): Promise<TikTokError> {
  const failure: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof TikTokError)) throw new Error(`Expected a TikTokError, got ${String(failure)}`);
  return failure;
}

async function connect(scopes: readonly string[] = TIKTOK_SCOPES): Promise<NewGrant> {
  const url = tiktok.authorizationUrl({
    scopes: TIKTOK_SCOPES,
    state: 's',
    codeVerifier: VERIFIER,
    alwaysAsk: false,
  });
  const redirect = await sandbox.consent(url, 'maya', scopes);
  return tiktok.exchangeCode({ code: redirect.get('code') ?? '', codeVerifier: VERIFIER });
}

describe('the login', () => {
  it('sends the challenge as the lower-case hex of SHA-256', () => {
    expect(hexChallenge(VERIFIER)).toBe('13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3');
  });

  it('leaves PKCE out for a web app, and asks again when told to', () => {
    const web = createTestTikTokClient({ ...sandbox.config, appType: 'web' });
    const url = web.authorizationUrl({
      scopes: ['video.list'],
      state: 's',
      codeVerifier: VERIFIER,
      alwaysAsk: true,
    });
    const query = new URL(url).searchParams;
    expect(query.has('code_challenge')).toBe(false);
    expect(query.get('disable_auto_auth')).toBe('1');
  });

  it('trades a code with reserved characters for tokens, and the refresh token for a new pair', async () => {
    const grant = await connect();
    expect(grant).toMatchObject({
      openId: expect.stringMatching(/./),
      accessToken: expect.stringMatching(/^act\./),
      accessTokenLifetimeSeconds: 7_200,
      refreshToken: expect.stringMatching(/^rft\./),
      refreshTokenLifetimeSeconds: 15_552_000,
      scopes: [...TIKTOK_SCOPES],
    });
    const refreshed = await tiktok.refresh(grant.refreshToken);
    expect(refreshed.refreshToken).not.toBe(grant.refreshToken);
    expect(await failureOf(tiktok.refresh(grant.refreshToken))).toMatchObject({
      code: 'TIKTOK_AUTH_FAILED',
      problem: 'GRANT_DEAD',
      tikTokCode: 'invalid_grant',
      retryable: false,
      logId: expect.stringMatching(/./),
    });
  });

  it.each([200, 400] as const)('knows a refused code behind HTTP %d', async (oauthErrorStatus) => {
    await sandbox.set({ oauthErrorStatus });
    const failure = await failureOf(tiktok.exchangeCode({ code: 'spent', codeVerifier: VERIFIER }));
    expect(failure).toMatchObject({
      code: 'TIKTOK_AUTH_FAILED',
      tikTokCode: 'invalid_grant',
      retryable: false,
    });
    await sandbox.set({ oauthErrorStatus: 200 });
  });

  it('knows a refused client', async () => {
    const stranger = createTestTikTokClient({ ...sandbox.config, clientSecret: 'wrong' }, FAST);
    const failure = await failureOf(stranger.refresh('rft.x'));
    expect(failure).toMatchObject({
      code: 'TIKTOK_AUTH_FAILED',
      tikTokCode: 'invalid_client',
      problem: 'CLIENT_REFUSED',
    });
  });

  it('revokes', async () => {
    const { accessToken } = await connect();
    await expect(tiktok.revoke(accessToken)).resolves.toBeUndefined();
    expect(await failureOf(tiktok.userInfo(accessToken, TIKTOK_SCOPES))).toMatchObject({
      code: 'TIKTOK_AUTH_FAILED',
      problem: 'ACCESS_TOKEN_INVALID',
      tikTokCode: 'access_token_invalid',
    });
  });

  it.each([
    ['internal_error', 'TIKTOK_UNAVAILABLE'],
    ['ok_status_error', 'TIKTOK_UNAVAILABLE'],
    ['rate_limit', 'TIKTOK_RATE_LIMITED'],
    ['garbage', 'TIKTOK_UNAVAILABLE'],
    ['truncated', 'TIKTOK_UNAVAILABLE'],
    ['silence', 'TIKTOK_UNAVAILABLE'],
    ['disconnect', 'TIKTOK_UNAVAILABLE'],
    ['invalid_grant', 'TIKTOK_AUTH_FAILED'],
  ] as const)('asks once only when the token endpoint has the fault %s', async (kind, code) => {
    const { refreshToken } = await connect();
    await sandbox.takeCalls();
    await sandbox.fail({ endpoint: 'oauth/token', kind });
    const failure = await failureOf(tiktok.refresh(refreshToken));
    expect(failure).toMatchObject({ code, retryable: code !== 'TIKTOK_AUTH_FAILED' });
    expect(await sandbox.takeCalls()).toMatchObject({ 'oauth/token': 1 });
  });
});

describe('reading the account', () => {
  let grant: NewGrant;
  beforeAll(async () => {
    grant = await connect();
  });
  beforeEach(async () => {
    await sandbox.takeCalls();
  });

  it('asks for no more than the scopes show', async () => {
    const { accessToken } = await connect(['user.info.basic', 'user.info.stats']);
    const profile = await tiktok.userInfo(accessToken, ['user.info.basic', 'user.info.stats']);
    expect(profile).toMatchObject({ username: null, bio: null, isVerified: null });
    expect(profile.displayName).toMatch(/./);
    expect(profile.followers).toBeGreaterThan(0);
  });

  it('asks nothing where no scope shows anything', async () => {
    expect(await tiktok.userInfo(grant.accessToken, ['video.list'])).toMatchObject({ openId: null });
    expect(await sandbox.takeCalls()).toMatchObject({ 'user/info': 0 });
  });

  it('knows a scope that was declined', async () => {
    const { accessToken } = await connect(['user.info.basic']);
    expect(await failureOf(tiktok.listVideos(accessToken, { maxCount: 20 }))).toMatchObject({
      code: 'TIKTOK_REJECTED',
      problem: 'SCOPE_MISSING',
      tikTokCode: 'scope_not_authorized',
      retryable: false,
    });
  });

  it('pages through all videos, newest first, with ids as strings', async () => {
    const ids: string[] = [];
    let cursor: number | null = null;
    let before = Infinity;
    do {
      const page = await tiktok.listVideos(grant.accessToken, {
        maxCount: 20,
        ...(cursor !== null && { cursor }),
      });
      for (const video of page.videos) {
        expect(video.postedAt.getTime()).toBeLessThanOrEqual(before);
        before = video.postedAt.getTime();
        ids.push(video.id);
      }
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(ids.length).toBeGreaterThan(40);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^\d{19}$/.test(id))).toBe(true);
  });

  it.each([
    ['internal_error', { code: 'TIKTOK_UNAVAILABLE', tikTokCode: 'internal_error' }, 3],
    ['ok_status_error', { code: 'TIKTOK_UNAVAILABLE', tikTokCode: 'internal_error' }, 3],
    ['garbage', { code: 'TIKTOK_UNAVAILABLE' }, 3],
    ['truncated', { code: 'TIKTOK_UNAVAILABLE' }, 3],
    ['silence', { code: 'TIKTOK_UNAVAILABLE' }, 3],
    ['disconnect', { code: 'TIKTOK_UNAVAILABLE' }, 3],
    [
      'rate_limit',
      {
        code: 'TIKTOK_RATE_LIMITED',
        tikTokCode: 'rate_limit_exceeded',
        retryable: true,
        retryAfterSeconds: 60,
      },
      1,
    ],
    ['access_token_invalid', { problem: 'ACCESS_TOKEN_INVALID', retryable: false }, 1],
    ['invalid_grant', { problem: 'ACCESS_TOKEN_INVALID', retryable: false }, 1],
  ] as const)('gives a typed error for the fault %s', async (kind, expected, calls) => {
    await sandbox.fail({ endpoint: 'video/list', kind });
    const failure = await failureOf(tiktok.listVideos(grant.accessToken, { maxCount: 20 }));
    expect(failure).toMatchObject(expected);
    expect(await sandbox.takeCalls()).toMatchObject({ 'video/list': calls });
  });

  it('gets over two failures in a row', async () => {
    await sandbox.fail(
      { endpoint: 'user/info', kind: 'internal_error', times: 1 },
      { endpoint: 'user/info', kind: 'disconnect', times: 1 },
    );
    expect(await tiktok.userInfo(grant.accessToken, TIKTOK_SCOPES)).toMatchObject({
      followers: expect.any(Number),
    });
  });

  it('says when nobody listens', async () => {
    const nobody = createTestTikTokClient({ ...sandbox.config, apiUrl: 'http://127.0.0.1:9' }, FAST);
    expect(await failureOf(nobody.userInfo('act.x', TIKTOK_SCOPES))).toMatchObject({
      code: 'TIKTOK_UNAVAILABLE',
      retryable: true,
    });
  });

  it("ends with the signal's own reason", async () => {
    await sandbox.fail({ endpoint: 'video/list', kind: 'silence' });
    const controller = new AbortController();
    const call = tiktok.listVideos(grant.accessToken, { maxCount: 20 }, { signal: controller.signal });
    controller.abort(new Error('shutting down'));
    await expect(call).rejects.toThrow('shutting down');
  });

  it('writes one line a call and no token', async () => {
    const lines: string[] = [];
    const write = (facts: object, message: string): void =>
      void lines.push(JSON.stringify({ ...facts, message }));
    const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
    await createTestTikTokClient(sandbox.config, { ...FAST, log }).listVideos(grant.accessToken, {
      maxCount: 1,
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /"endpoint":"\/v2\/video\/list\/","ms":\d+,"status":200,"code":"ok","logId":"\w+"/,
    );
    expect(lines[0]).not.toContain(grant.accessToken);
  });
});

describe('an answer that TikTok cannot mean', () => {
  const VIDEO = { id: '7560000000000000001', create_time: 1_790_000_000 };

  async function listFrom(answer: RequestListener, retries = 0): Promise<unknown> {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const client = createTestTikTokClient(
      { ...sandbox.config, apiUrl: `http://127.0.0.1:${String(port)}` },
      { ...FAST, retries },
    );
    try {
      return await client.listVideos('act.x', { maxCount: 20 });
    } finally {
      server.close();
      server.closeAllConnections();
    }
  }

  const listOf = (data: object) =>
    listFrom((_request, response) => {
      response.end(JSON.stringify({ data, error: { code: 'ok', message: '', log_id: 'L1' } }));
    });

  it('is read with null for what was left out, and never 0', async () => {
    expect(
      await listOf({
        videos: [{ ...VIDEO, like_count: 0, share_url: 'javascript:x', title: '' }],
        has_more: false,
      }),
    ).toEqual({
      nextCursor: null,
      videos: [
        {
          id: VIDEO.id,
          postedAt: new Date('2026-09-21T14:13:20.000Z'),
          title: null,
          coverUrl: null,
          description: null,
          shareUrl: null,
          embedUrl: null,
          durationSeconds: null,
          width: null,
          height: null,
          isAiGenerated: null,
          views: null,
          likes: 0,
          comments: null,
          shares: null,
        },
      ],
    });
  });

  it.each([
    ['a negative counter', { ...VIDEO, view_count: -1 }],
    ['a counter beyond exact numbers', { ...VIDEO, view_count: 2 ** 60 }],
    ['a counter that is text', { ...VIDEO, view_count: '12' }],
    ['an id that is a number', { ...VIDEO, id: 7_560_000_000 }],
    ['a time in milliseconds', { ...VIDEO, create_time: 1_790_000_000_000 }],
    ['a width beyond 32 bits', { ...VIDEO, width: 2 ** 31 }],
  ])('is refused for %s', async (_name, video) => {
    expect(await failureOf(listOf({ videos: [video], has_more: false }))).toMatchObject({
      code: 'TIKTOK_UNAVAILABLE',
      logId: 'L1',
    });
  });

  it.each([
    ['an id of 19 digits', '{ "id": 7560000000000000001, "create_time": 1790000000 }', 'false'],
    ['a counter', '{ "id": "1", "create_time": 1790000000, "view_count": 7560000000000000001 }', 'false'],
    ['a time', '{ "id": "1", "create_time": 7560000000000000001 }', 'false'],
    ['a cursor', '', 'true, "cursor": 7560000000000000001'],
  ])('is refused rather than rounded where %s is a number beyond exact ones', async (_name, video, rest) => {
    // As text, since in JavaScript such a number cannot even be written down.
    const json = `{ "data": { "videos": [${video}], "has_more": ${rest} }, "error": { "code": "ok", "log_id": "L1" } }`;
    const failure = await failureOf(listFrom((_request, response) => response.end(json)));
    expect(failure).toMatchObject({ code: 'TIKTOK_UNAVAILABLE', problem: 'ANSWER_INVALID', logId: 'L1' });
  });

  it('is read in spite of such a number in a field that nobody asked for', async () => {
    const json = `{ "data": { "videos": [{ "id": "7560000000000000001", "create_time": 1790000000, "new_id": 7560000000000000001 }],
      "has_more": false }, "error": { "code": "ok", "log_id": 7560000000000000001 } }`;
    expect(await listFrom((_request, response) => response.end(json))).toMatchObject({
      videos: [{ id: '7560000000000000001' }],
    });
  });

  it('is not asked for again, since TikTok would only say the same', async () => {
    let calls = 0;
    const answer: RequestListener = (_request, response) => {
      calls += 1;
      response.end('{ "data": { "videos": [{}], "has_more": false }, "error": { "code": "ok" } }');
    };
    expect(await failureOf(listFrom(answer, 2))).toMatchObject({
      problem: 'ANSWER_INVALID',
      retryable: true,
    });
    expect(calls).toBe(1);
  });

  it('is refused when more pages are promised without a cursor', async () => {
    expect(await failureOf(listOf({ videos: [VIDEO], has_more: true }))).toMatchObject({
      code: 'TIKTOK_UNAVAILABLE',
    });
  });

  it('is refused above 2 MB, without reading on', async () => {
    const failure = await failureOf(
      listFrom((_request, response) => {
        response.write('{"data":"');
        const more = (): void => {
          if (response.write('x'.repeat(65_536))) setImmediate(more);
          else response.once('drain', more);
        };
        more();
      }),
    );
    expect(failure.message).toBe("TikTok's answer was too large.");
  });

  it('is refused when it redirects', async () => {
    const failure = await failureOf(
      listFrom((_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()),
    );
    expect(failure.message).toContain('HTTP 302');
  });
});
