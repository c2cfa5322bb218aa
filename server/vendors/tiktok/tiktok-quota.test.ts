import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../app/metrics.ts';
import { CALL_LEASE_MS, type CallQuota, type SlotDecision } from '../../lib/call-quota.ts';
import { createClock } from '../../lib/clock.ts';
import { createRecordingLog, SILENT_LOG } from '../../testing/log.ts';
import { startTestTikTok, type TestTikTok } from '../../testing/tiktok.ts';
import { createTestTikTokClient } from '../../testing/tiktok-client.ts';
import { type NewGrant, TIKTOK_SCOPES, TikTokError } from './port.ts';

const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const FAST = { timeoutMs: 1_000, retryBaseMs: 1 };

let sandbox: TestTikTok;
let grant: NewGrant;

beforeAll(async () => {
  sandbox = await startTestTikTok();
  const client = createTestTikTokClient(sandbox.config, FAST);
  const url = client.authorizationUrl({
    scopes: TIKTOK_SCOPES,
    state: 's',
    codeVerifier: VERIFIER,
    alwaysAsk: false,
  });
  const redirect = await sandbox.consent(url, 'maya');
  grant = await client.exchangeCode({ code: redirect.get('code') ?? '', codeVerifier: VERIFIER });
});
beforeEach(async () => {
  await sandbox.takeCalls();
});
afterEach(() => sandbox.fail());
afterAll(() => sandbox.close());

/** Grants until `refuseAt`, and keeps what it was asked in order. */
function recordingQuota(refuseUntil: Date | null = null): { quota: CallQuota; asked: string[] } {
  const asked: string[] = [];
  const quota: CallQuota = {
    take(resource, urgency): Promise<SlotDecision> {
      asked.push(`take ${resource} ${urgency}`);
      const release = (): Promise<void> => {
        asked.push('release');
        return Promise.resolve();
      };
      return Promise.resolve(
        refuseUntil === null ? { slot: { release }, retryAt: null } : { slot: null, retryAt: refuseUntil },
      );
    },
    exhausted(resource) {
      asked.push(`exhausted ${resource}`);
      return Promise.resolve();
    },
    usage: () => Promise.resolve([]),
  };
  return { quota, asked };
}

async function failureOf(call: Promise<unknown>): Promise<TikTokError> {
  const failure: unknown = await call.catch((error: unknown) => error);
  if (!(failure instanceof TikTokError)) throw new Error(`Expected a TikTokError, got ${String(failure)}`);
  return failure;
}

describe('a data call', () => {
  it('takes a slot with its urgency, and lets go of it once the answer is there', async () => {
    const { quota, asked } = recordingQuota();
    const client = createTestTikTokClient(sandbox.config, { ...FAST, quota });
    const { videos } = await client.listVideos(grant.accessToken, { maxCount: 2 });
    await client.queryVideos(
      grant.accessToken,
      videos.map(({ id }) => id),
      { urgency: 'USER' },
    );
    await client.userInfo(grant.accessToken, TIKTOK_SCOPES, { urgency: 'USER' });
    expect(asked).toEqual([
      'take video/list BACKGROUND',
      'release',
      'take video/query USER',
      'release',
      'take user/info USER',
      'release',
    ]);
  });

  it('takes a slot for each attempt', async () => {
    const { quota, asked } = recordingQuota();
    await sandbox.fail({ endpoint: 'user/info', kind: 'internal_error', times: 2 });
    await createTestTikTokClient(sandbox.config, { ...FAST, quota }).userInfo(
      grant.accessToken,
      TIKTOK_SCOPES,
    );
    expect(asked).toEqual(Array.from({ length: 3 }, () => ['take user/info BACKGROUND', 'release']).flat());
    expect(await sandbox.takeCalls()).toMatchObject({ 'user/info': 3 });
  });

  it.each(['silence', 'disconnect'] as const)(
    'leaves the slot to its lease after %s, since nobody knows when TikTok counts such a call',
    async (kind) => {
      const { quota, asked } = recordingQuota();
      await sandbox.fail({ endpoint: 'user/info', kind });
      const client = createTestTikTokClient(sandbox.config, { ...FAST, quota, retries: 0 });
      await failureOf(client.userInfo(grant.accessToken, TIKTOK_SCOPES));
      expect(asked).toEqual(['take user/info BACKGROUND']);
    },
  );

  it('reaches nobody where there is no slot, and says when to ask again', async () => {
    const clock = createClock();
    const now = new Date('2026-11-22T08:00:00.000Z');
    clock.standAt(now);
    const { quota } = recordingQuota(new Date(now.getTime() + 41_200));
    const metrics = createMetrics(SILENT_LOG);
    const client = createTestTikTokClient(sandbox.config, { ...FAST, quota, clock, metrics });
    const failure = await failureOf(client.listVideos(grant.accessToken, { maxCount: 20 }));
    expect(failure).toMatchObject({
      code: 'TIKTOK_RATE_LIMITED',
      problem: 'QUOTA',
      tikTokCode: null,
      logId: null,
      retryable: true,
      retryAfterSeconds: 42,
    });
    expect(await sandbox.takeCalls()).toMatchObject({ 'video/list': 0 });
    expect((await metrics.print()).text).toContain(
      'tiktok_quota_refusals_total{endpoint="video/list",urgency="BACKGROUND"} 1',
    );
  });

  it('closes the window when TikTok counted more than we did', async () => {
    const { quota, asked } = recordingQuota();
    await sandbox.fail({ endpoint: 'video/list', kind: 'rate_limit', times: 1 });
    const client = createTestTikTokClient(sandbox.config, { ...FAST, quota });
    const failure = await failureOf(client.listVideos(grant.accessToken, { maxCount: 20 }));
    expect(failure).toMatchObject({
      tikTokCode: 'rate_limit_exceeded',
      problem: null,
      retryAfterSeconds: 60,
    });
    expect(asked).toEqual(['take video/list BACKGROUND', 'release', 'exhausted video/list']);
  });

  it('is answered even where the slot cannot be let go of', async () => {
    const { log, entries } = createRecordingLog();
    const broken = () => Promise.reject(new Error('The database is away'));
    const quota: CallQuota = {
      take: () => Promise.resolve({ slot: { release: broken }, retryAt: null }),
      exhausted: broken,
      usage: () => Promise.resolve([]),
    };
    const client = createTestTikTokClient(sandbox.config, { ...FAST, quota, log });
    expect(await client.userInfo(grant.accessToken, TIKTOK_SCOPES)).toMatchObject({
      followers: expect.any(Number),
    });
    await sandbox.fail({ endpoint: 'user/info', kind: 'rate_limit', times: 1 });
    expect(await failureOf(client.userInfo(grant.accessToken, TIKTOK_SCOPES))).toMatchObject({
      code: 'TIKTOK_RATE_LIMITED',
    });
    expect(entries.filter(({ level }) => level === 'warn').map(({ message }) => message)).toEqual([
      "The place in TikTok's window is held for its lease",
      'TikTok call failed',
      "The place in TikTok's window is held for its lease",
      'TikTok counted more calls than we did: none is made for a window',
      "TikTok's window could not be closed",
    ]);
  });

  it('is not begun with a slot that may end before it', async () => {
    const { quota, asked } = recordingQuota();
    const client = createTestTikTokClient(sandbox.config, { quota, timeoutMs: CALL_LEASE_MS });
    expect(await failureOf(client.userInfo(grant.accessToken, TIKTOK_SCOPES))).toMatchObject({
      problem: 'QUOTA',
      retryAfterSeconds: 1,
    });
    expect(asked).toEqual(['take user/info BACKGROUND', 'release']);
    expect(await sandbox.takeCalls()).toMatchObject({ 'user/info': 0 });
  });

  it('asks for no slot once it is cancelled', async () => {
    const { quota, asked } = recordingQuota();
    const client = createTestTikTokClient(sandbox.config, { ...FAST, quota });
    const signal = AbortSignal.abort(new Error('shutting down'));
    await expect(client.userInfo(grant.accessToken, TIKTOK_SCOPES, { signal })).rejects.toThrow(
      'shutting down',
    );
    expect(asked).toEqual([]);
  });

  it('gives its slot back when it is cancelled while it asks for one', async () => {
    const { quota, asked } = recordingQuota();
    const client = createTestTikTokClient(sandbox.config, { ...FAST, quota });
    const controller = new AbortController();
    const call = client.userInfo(grant.accessToken, TIKTOK_SCOPES, { signal: controller.signal });
    controller.abort(new Error('shutting down'));
    await expect(call).rejects.toThrow('shutting down');
    expect(asked).toEqual(['take user/info BACKGROUND', 'release']);
    expect(await sandbox.takeCalls()).toMatchObject({ 'user/info': 0 });
  });

  it('is cancelled while it waits to try again', async () => {
    await sandbox.fail({ endpoint: 'user/info', kind: 'internal_error' });
    const controller = new AbortController();
    const { quota, asked } = recordingQuota();
    // It would wait for hours.
    const client = createTestTikTokClient(sandbox.config, {
      quota: {
        ...quota,
        take: async (resource, urgency) => {
          const decision = await quota.take(resource, urgency);
          const release = async (): Promise<void> => {
            await decision.slot?.release();
            // Once the first attempt is over.
            setImmediate(() => {
              controller.abort(new Error('shutting down'));
            });
          };
          return { slot: { release }, retryAt: null };
        },
      },
      retryBaseMs: 1e9,
    });
    await expect(
      client.userInfo(grant.accessToken, TIKTOK_SCOPES, { signal: controller.signal }),
    ).rejects.toThrow('shutting down');
    expect(asked).toEqual(['take user/info BACKGROUND', 'release']);
  });
});

describe('a call of the login', () => {
  it('counts in no quota, and is counted in the metrics', async () => {
    const { quota, asked } = recordingQuota();
    const metrics = createMetrics(SILENT_LOG);
    const client = createTestTikTokClient(sandbox.config, { ...FAST, quota, metrics });
    await failureOf(client.refresh('rft.unknown'));
    await client.clientToken();
    expect(asked).toEqual([]);
    const { text } = await metrics.print();
    expect(text).toContain('tiktok_calls_total{endpoint="oauth/token",outcome="auth_failed"} 1');
    expect(text).toContain('tiktok_calls_total{endpoint="oauth/token",outcome="ok"} 1');
  });

  it('gives the app a token of its own, with the lifetime that TikTok states', async () => {
    expect(await createTestTikTokClient(sandbox.config, FAST).clientToken()).toEqual({
      accessToken: expect.stringMatching(/^clt\../),
      lifetimeSeconds: 7_200,
    });
    const stranger = createTestTikTokClient({ ...sandbox.config, clientSecret: 'wrong' }, FAST);
    expect(await failureOf(stranger.clientToken())).toMatchObject({
      code: 'TIKTOK_AUTH_FAILED',
      tikTokCode: 'invalid_client',
    });
  });
});

it('counts calls by what came of them', async () => {
  const metrics = createMetrics(SILENT_LOG);
  const client = createTestTikTokClient(sandbox.config, { ...FAST, metrics, retries: 0 });
  await client.userInfo(grant.accessToken, TIKTOK_SCOPES);
  for (const kind of ['internal_error', 'rate_limit', 'access_token_invalid', 'silence'] as const) {
    await sandbox.fail({ endpoint: 'user/info', kind, times: 1 });
    await failureOf(client.userInfo(grant.accessToken, TIKTOK_SCOPES));
  }
  const { text } = await metrics.print();
  const counted = text.split('\n').filter((line) => line.startsWith('tiktok_calls_total{'));
  expect(counted.sort()).toEqual([
    'tiktok_calls_total{endpoint="user/info",outcome="auth_failed"} 1',
    'tiktok_calls_total{endpoint="user/info",outcome="ok"} 1',
    'tiktok_calls_total{endpoint="user/info",outcome="rate_limited"} 1',
    'tiktok_calls_total{endpoint="user/info",outcome="unavailable"} 2',
  ]);
  expect(text).toContain('tiktok_call_duration_seconds_count{endpoint="user/info"} 5');
});
