import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Services } from '../../../app/services.ts';
import { createTrendSources } from '../../../app/trend-sources.ts';
import type { FaultInput } from '../../../sandbox/tiktok/faults/faults.ts';
import {
  SANDBOX_RESEARCH_CLIENT_KEY,
  SANDBOX_RESEARCH_CLIENT_SECRET,
} from '../../../sandbox/tiktok/server.ts';
import { captureQueries } from '../../../testing/queries.ts';
import { startTestServer, type TestServer } from '../../../testing/server.ts';
import { type CollectedSource, collectTrends } from './collect-trends.service.ts';
import { RESEARCH_CALLS_PER_DAY } from './research.source.ts';
import { dailyCallsOf } from './source-state.service.ts';

const START = new Date('2026-11-20T12:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Health {
  source: string;
  isEnabled: boolean;
  lastSuccessAt: string | null;
  quotaRemaining: number | null;
  lastError: {
    code: string;
    message: string;
    retryable: boolean;
    at: string;
    tikTokCode: string | null;
  } | null;
  description: string;
}

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  await server.sandbox.fail();
  const { database } = server.runtime.services;
  await database.execute('DELETE FROM "TrendSourceState"; DELETE FROM "TikTokTrend"');
  await standAt(0);
  await server.sandbox.takeCalls();
});
afterAll(() => server.stop());

async function standAt(msAfterStart: number): Promise<void> {
  const instant = new Date(START.getTime() + msAfterStart);
  server.runtime.clock.standAt(instant);
  await server.sandbox.standAt(instant);
}

const collect = (): Promise<CollectedSource[]> => collectTrends(server.runtime.services);

async function health(): Promise<Map<string, Health>> {
  const { serverInfo } = (
    await server.execute<{ serverInfo: { trendSources: Health[] } }>(
      `{ serverInfo { trendSources { source isEnabled lastSuccessAt quotaRemaining
        lastError { code message retryable at tikTokCode } description } } }`,
    )
  ).expectData();
  return new Map(serverInfo.trendSources.map((source) => [source.source, source]));
}

const trends = (kind: 'HASHTAG' | 'SOUND') =>
  server.runtime.services.database.prisma.tikTokTrend.findMany({
    where: { kind },
    orderBy: { rank: 'asc' },
    include: { observations: true, curves: true },
  });

describe('the sources', () => {
  it('are told of with what they can know, those that are off too, in two statements', async () => {
    const { result, statements } = await captureQueries(health);
    expect(statements).toHaveLength(2);
    expect([...result.values()].map(({ source, isEnabled }) => [source, isEnabled])).toEqual([
      ['BUSINESS_DISCOVERY', true],
      ['CREATIVE_CENTER', true],
      ['RESEARCH_API', false],
      ['OWN_CORPUS', true],
    ]);
    for (const { lastSuccessAt, quotaRemaining, lastError, description } of result.values()) {
      expect({ lastSuccessAt, quotaRemaining, lastError }).toEqual({
        lastSuccessAt: null,
        quotaRemaining: null,
        lastError: null,
      });
      expect(description.length).toBeGreaterThan(50);
    }
    expect(result.get('RESEARCH_API')?.description).toMatch(/commercial use/);
  });

  it('are asked once a day, and then add the new day', async () => {
    expect(await collect()).toMatchObject([{ source: 'BUSINESS_DISCOVERY', error: null }]);
    const [first] = await trends('HASHTAG');
    expect(first).toMatchObject({
      workspaceId: null,
      region: 'US',
      category: null,
      rank: 1,
      source: 'BUSINESS_DISCOVERY',
      capturedAt: START,
      observations: [{ capturedAt: START, measure: 'WINDOW' }],
      curves: [{ unit: 'COUNT', capturedAt: START }],
    });
    expect(first?.curves[0]?.points).toHaveLength(7);
    const [song] = await trends('SOUND');
    expect(song).toMatchObject({
      rank: 1,
      views: null,
      posts: null,
      tikTokId: expect.any(String),
      curves: [],
    });
    expect((await health()).get('BUSINESS_DISCOVERY')).toMatchObject({
      lastSuccessAt: START.toISOString(),
      lastError: null,
    });

    await standAt(DAY_MS - 1);
    expect(await collect()).toEqual([]);
    await standAt(DAY_MS);
    expect(await collect()).toMatchObject([{ error: null }]);
    const again = (await trends('HASHTAG')).find(({ id }) => id === first?.id);
    expect(again?.observations).toHaveLength(2);
    expect(again?.curves[0]?.points).toHaveLength(8);
  });

  it('are asked at once with other settings, such as a region more, and wait their day with the same', async () => {
    const { services } = server.runtime;
    await collect();
    await standAt(1_000);
    const config = { ...services.config, trendRegions: ['US', 'FR'] };
    expect(await collectTrends({ ...services, config })).toMatchObject([{ error: null }]);
    expect((await trends('HASHTAG')).some(({ region }) => region === 'FR')).toBe(true);
    expect(await collectTrends({ ...services, config })).toEqual([]);
  });

  it('are asked at once where an address that failed is mended, without the pause after it', async () => {
    const { services } = server.runtime;
    await server.sandbox.fail({ endpoint: 'discovery/trending_list', kind: 'access_token_invalid' });
    expect(await collect()).toMatchObject([{ error: { retryable: false } }]);
    await server.sandbox.fail();
    await standAt(1_000);
    expect(await collect()).toEqual([]);
    const config = {
      ...services.config,
      tiktokBusiness: { ...services.config.tiktokBusiness, apiUrl: 'https://mended.example' },
    };
    expect(await collectTrends({ ...services, config })).toMatchObject([{ error: null }]);
    const state = await services.database.prisma.trendSourceState.findFirst();
    expect(state).toMatchObject({ failures: 0, lastError: null });
  });

  it('are asked by one process at a time', async () => {
    const rounds = await Promise.all([collect(), collect(), collect()]);
    expect(rounds.flat()).toHaveLength(1);
    expect(await server.sandbox.takeCalls()).toMatchObject({
      'discovery/trending_list': 1,
      'discovery/cml/trending_list': 1,
    });
  });
});

describe('a source that fails', () => {
  it('keeps what it has said, and its health shows why the rest is missing', async () => {
    await server.sandbox.fail({ endpoint: 'discovery/trending_list', kind: 'access_token_invalid' });
    expect(await collect()).toMatchObject([{ error: { code: 'TIKTOK_AUTH_FAILED' } }]);
    expect(await trends('HASHTAG')).toEqual([]);
    expect(await trends('SOUND')).not.toEqual([]);
    expect((await health()).get('BUSINESS_DISCOVERY')).toMatchObject({
      isEnabled: true,
      lastSuccessAt: null,
      lastError: {
        code: 'TIKTOK_AUTH_FAILED',
        message: expect.stringMatching(/does not accept the token/),
        retryable: false,
        at: START.toISOString(),
        tikTokCode: '40105',
      },
    });
  });

  it.each<[FaultInput['kind'], minutes: number[]]>([
    ['disconnect', [10, 20, 40, 80, 160, 320, 360, 360]],
    ['rate_limit', [10, 20, 40]],
    ['access_token_invalid', [360, 360]],
  ])('with %s is asked again after pauses', async (kind, pauses) => {
    await server.sandbox.fail({ endpoint: '*', kind });
    let at = 0;
    for (const minutes of pauses) {
      expect(await collect()).toMatchObject([{ error: { code: expect.any(String) } }]);
      at += minutes * 60_000;
      await standAt(at - 1);
      expect(await collect()).toEqual([]);
      await standAt(at);
    }
    await server.sandbox.fail();
    expect(await collect()).toMatchObject([{ error: null }]);
    expect((await health()).get('BUSINESS_DISCOVERY')?.lastError).toBeNull();
  });

  it('leaves its last figures in the store, with their age', async () => {
    await collect();
    const before = await trends('HASHTAG');
    await standAt(DAY_MS);
    await server.sandbox.fail({ endpoint: '*', kind: 'html_error' });
    await collect();
    expect(await trends('HASHTAG')).toEqual(before);
    expect((await health()).get('BUSINESS_DISCOVERY')).toMatchObject({
      lastSuccessAt: START.toISOString(),
      lastError: { code: 'TIKTOK_UNAVAILABLE', retryable: true },
    });
  });

  it('by a bug of ours says nothing of it to strangers, and hinders no other', async () => {
    const { services } = server.runtime;
    const broken = services.trendSources.map((client) =>
      client.source === 'RESEARCH_API'
        ? {
            ...client,
            isEnabled: true,
            async *collect() {
              yield await Promise.resolve([]);
              throw new TypeError('secret detail');
            },
          }
        : client,
    );
    const ends = await collectTrends({ ...services, trendSources: broken });
    expect(ends).toMatchObject([
      { source: 'BUSINESS_DISCOVERY', error: null },
      { source: 'RESEARCH_API', error: { code: 'INTERNAL_SERVER_ERROR', retryable: true } },
    ]);
    expect(JSON.stringify(ends[1]?.error)).not.toMatch(/secret detail/);
    expect(await trends('HASHTAG')).not.toEqual([]);
  });

  it('is given back when the worker stops, and asked anew at once', async () => {
    const stopping = new AbortController();
    await server.sandbox.fail({ endpoint: 'discovery/trending_list', kind: 'silence' });
    const stopped = collectTrends(server.runtime.services, { signal: stopping.signal });
    stopping.abort(new Error('the worker stops'));
    await expect(stopped).rejects.toThrow('the worker stops');
    await server.sandbox.fail();
    expect(await collect()).toMatchObject([{ error: null }]);
  });
});

describe('research', () => {
  it('counts the posts of each day with the hashtags that are known, as a sample', async () => {
    await collect();
    const { services: research } = server.runtime;
    const ends = await collectTrends({ ...research, trendSources: withResearch() });
    expect(ends).toMatchObject([{ source: 'RESEARCH_API', error: null }]);
    const curves = await research.database.prisma.trendCurve.findMany({ where: { source: 'RESEARCH_API' } });
    expect(curves.length).toBeGreaterThan(50);
    const days = curves.map(({ points }) => (points as unknown[]).length);
    // Of the biggest, five pages do not reach back a week.
    expect(new Set(days).size).toBeGreaterThan(1);
    expect(Math.max(...days)).toBe(7);
    const made = (await server.sandbox.takeCalls())['research/video/query'] ?? 0;
    const { callsMade } = await research.database.prisma.trendSourceState.findUniqueOrThrow({
      where: { source: 'RESEARCH_API' },
    });
    expect(callsMade).toBe(made);
    const best = await research.database.prisma.tikTokTrend.findMany({ where: { kind: 'HASHTAG' } });
    expect(new Set(best.map(({ source }) => source))).toEqual(new Set(['BUSINESS_DISCOVERY']));
  });

  it('has a thousand calls a UTC day, whichever process makes them', async () => {
    const nodes = [1, 2, 3].map(() => dailyCallsOf(server.runtime.services, 'RESEARCH_API', 5));
    const take = async (): Promise<number> =>
      (await Promise.all([...nodes, ...nodes, ...nodes].map((node) => node.take()))).filter(Boolean).length;
    expect(await take()).toBe(5);
    expect(await take()).toBe(0);
    await standAt(12 * HOUR_MS - 1);
    expect(await take()).toBe(0);
    await standAt(12 * HOUR_MS);
    expect(await take()).toBe(5);
    expect(RESEARCH_CALLS_PER_DAY).toBe(1_000);
  });

  function withResearch(): Services['trendSources'] {
    const { services } = server.runtime;
    const tiktokResearch = {
      apiUrl: server.sandbox.config.apiUrl,
      clientKey: SANDBOX_RESEARCH_CLIENT_KEY,
      clientSecret: SANDBOX_RESEARCH_CLIENT_SECRET,
    };
    const patience = { retryBaseMs: 1, paceMs: 0 };
    return createTrendSources({ ...services.config, tiktokResearch }, services, patience);
  }
});
