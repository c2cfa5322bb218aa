import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../app/metrics.ts';
import { TikTokError } from '../../lib/tiktok/tiktok-error.ts';
import type { FaultInput } from '../../sandbox/tiktok/faults/faults.ts';
import { SANDBOX_BUSINESS } from '../../sandbox/tiktok/server.ts';
import { createRecordingLog } from '../../testing/log.ts';
import { startTestTikTok, type TestTikTok } from '../../testing/tiktok.ts';
import type { TikTokBusiness } from './port.ts';
import { createTikTokBusiness } from './tiktok-business.ts';

const FAST = { timeoutMs: 10_000, retryBaseMs: 1, paceMs: 0 };
const { advertiserId, advertiserToken, accountId, accountToken } = SANDBOX_BUSINESS;
const ADVERTISER = { id: advertiserId, token: advertiserToken };
const ACCOUNT = { id: accountId, token: accountToken };

let sandbox: TestTikTok;
beforeAll(async () => {
  sandbox = await startTestTikTok();
  await sandbox.standAt(new Date('2026-11-20T12:00:00Z'));
});
beforeEach(async () => {
  await sandbox.takeCalls();
});
afterEach(() => sandbox.fail());
afterAll(() => sandbox.close());

function client(change: object = {}, options: object = {}): TikTokBusiness & { logged(): string } {
  const { log, entries } = createRecordingLog();
  const apiUrl = `${sandbox.config.apiUrl}/open_api/v1.3`;
  const config = { apiUrl, advertiser: ADVERTISER, account: ACCOUNT, ...change };
  const business = createTikTokBusiness(config, log, { metrics: createMetrics(log), ...FAST, ...options });
  return { ...business, logged: () => JSON.stringify(entries) };
}

async function failureOf(call: Promise<unknown>): Promise<TikTokError> {
  const failure: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof TikTokError)) throw new Error(`Expected a TikTokError, got ${String(failure)}`);
  return failure;
}

describe('the lists', () => {
  it('are those that there is a token for', () => {
    expect(client().lists).toEqual(['HASHTAGS', 'MUSIC']);
    expect(client({ advertiser: null }).lists).toEqual(['MUSIC']);
    expect(client({ advertiser: null, account: null }).lists).toEqual([]);
  });

  it('have hashtags with their week, and songs with their rank', async () => {
    const hashtags = await client().trendingHashtags('US');
    expect(hashtags.length).toBeGreaterThan(50);
    const [first] = hashtags;
    expect(first).toMatchObject({ id: expect.stringMatching(/^\d{19}$/), rank: 1 });
    expect(first?.days.map(({ day }) => day.toISOString())).toEqual(
      [13, 14, 15, 16, 17, 18, 19].map((day) => `2026-11-${String(day)}T00:00:00.000Z`),
    );
    const sum = first?.days.reduce((total, { views }) => total + views, 0);
    expect(first?.views).toBe(BigInt(sum ?? 0));
    const [song] = await client().trendingMusic('FR');
    expect(song).toEqual({
      id: expect.stringMatching(/^\d{19}$/),
      title: expect.stringMatching(/./),
      artist: 'Sandbox Ensemble',
      rank: 1,
    });
  });

  it.each<FaultInput['kind']>(['numbers_as_text', 'numeric_ids'])(
    'are read the same with %s',
    async (kind) => {
      const before = await client().trendingHashtags('US');
      await sandbox.fail({ endpoint: 'discovery/trending_list', kind });
      expect(await client().trendingHashtags('US')).toEqual(before);
    },
  );

  it.each<FaultInput['kind']>(['missing_fields', 'null_fields', 'empty_fields'])(
    'know nothing of a figure that TikTok left out: %s',
    async (kind) => {
      await sandbox.fail({ endpoint: 'discovery/trending_list', kind });
      const [first] = await client().trendingHashtags('US');
      expect(first).toMatchObject({ rank: 1, views: null, posts: null, days: [] });
    },
  );
});

describe('a failure', () => {
  it.each<[FaultInput['kind'], object, number]>([
    ['internal_error', { code: 'TIKTOK_UNAVAILABLE', tikTokCode: '50000', retryable: true }, 3],
    ['html_error', { code: 'TIKTOK_UNAVAILABLE', tikTokCode: null, retryable: true }, 3],
    ['garbage', { code: 'TIKTOK_UNAVAILABLE', retryable: true }, 3],
    ['disconnect', { code: 'TIKTOK_UNAVAILABLE', retryable: true }, 3],
    ['truncated', { code: 'TIKTOK_UNAVAILABLE', retryable: true }, 3],
    ['rate_limit', { code: 'TIKTOK_RATE_LIMITED', tikTokCode: '40100', retryAfterSeconds: 300 }, 1],
    [
      'access_token_invalid',
      { code: 'TIKTOK_AUTH_FAILED', tikTokCode: '40105', problem: 'ACCESS_TOKEN_INVALID', retryable: false },
      1,
    ],
    ['error', { code: 'TIKTOK_UNAVAILABLE' }, 3],
  ])('%s is told as what it is', async (kind, expected, calls) => {
    await sandbox.fail({ endpoint: 'discovery/trending_list', kind });
    expect(await failureOf(client().trendingHashtags('US'))).toMatchObject(expected);
    expect(await sandbox.takeCalls()).toMatchObject({ 'discovery/trending_list': calls });
  });

  it('that passes is not told at all', async () => {
    await sandbox.fail({ endpoint: 'discovery/trending_list', kind: 'html_error', times: 2 });
    expect(await client().trendingHashtags('US')).not.toEqual([]);
  });

  it('is a time-out where nothing comes', async () => {
    await sandbox.fail({ endpoint: 'discovery/trending_list', kind: 'silence' });
    const patience = { timeoutMs: 50, retries: 0 };
    expect(await failureOf(client({}, patience).trendingHashtags('US'))).toMatchObject({
      code: 'TIKTOK_UNAVAILABLE',
      message: 'TikTok did not answer within 50 ms.',
    });
  });

  it.each([
    [{ advertiser: { id: advertiserId, token: `Bearer ${advertiserToken}` } }, '40105'],
    [{ advertiser: { id: advertiserId, token: accountToken } }, '40001'],
    [{ advertiser: { id: '1', token: advertiserToken } }, '40001'],
  ])('names no token: %#', async (change, tikTokCode) => {
    const stranger = client(change);
    const failure = await failureOf(stranger.trendingHashtags('US'));
    expect(failure).toMatchObject({ tikTokCode, retryable: false, logId: expect.stringMatching(/./) });
    expect(stranger.logged() + failure.message).not.toMatch(/sandbox_(advertiser|account)_token/);
  });

  it('is the caller’s own when he leaves', async () => {
    await sandbox.fail({ endpoint: 'discovery/trending_list', kind: 'silence' });
    const leaving = new AbortController();
    const call = client().trendingHashtags('US', leaving.signal);
    leaving.abort(new Error('left'));
    await expect(call).rejects.toThrow('left');
  });
});
