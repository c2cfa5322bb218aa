import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { captureQueries } from '../../testing/queries.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

const WINDOW_MS = 60_000;
const QUOTA = '{ rateLimit { tikTok { endpoint limit remaining windowSeconds waitSeconds } } }';

interface Limits {
  rateLimit: { tikTok: { endpoint: string; remaining: number }[] } | null;
}

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({
    // Counted in the database, whose tables a test can take away.
    environment: { REDIS_URL: '' },
    overrides: {
      callLimits: {
        'user/info': { limit: 8, windowMs: WINDOW_MS },
        'video/query': { limit: 1, windowMs: WINDOW_MS },
      },
    },
  });
  await server.workspace.connect(['maya']);
});
afterAll(() => server.stop());

describe('rateLimit', () => {
  it("tells what is left of TikTok's quota", async () => {
    const calls = await server.sandbox.takeCalls();
    await server.runtime.services.quota.take('video/query', 'USER');
    const { rateLimit } = (await server.execute<Limits>(QUOTA)).expectData();
    expect(rateLimit?.tikTok).toEqual([
      {
        endpoint: 'user/info',
        limit: 8,
        remaining: 8 - (calls['user/info'] ?? 0),
        windowSeconds: 60,
        waitSeconds: null,
      },
      {
        endpoint: 'video/list',
        limit: 600,
        remaining: 600 - (calls['video/list'] ?? 0),
        windowSeconds: 60,
        waitSeconds: null,
      },
      { endpoint: 'video/query', limit: 1, remaining: 0, windowSeconds: 60, waitSeconds: expect.any(Number) },
    ]);
    expect(calls['user/info']).toBeGreaterThan(0);
    expect(rateLimit?.tikTok[2]).toMatchObject({ waitSeconds: 60 });
  });

  it('reads all windows by one statement', async () => {
    const { statements } = await captureQueries(() => server.execute(QUOTA));
    expect(statements).toHaveLength(1);
  });

  it.each([
    ['{ rateLimit { requestedCost } }', {}, 2],
    // 2, the list, and for each of 10 rows its edge, node and id.
    [
      `query ($first: Int!, $order: VideoOrder) {
        rateLimit { requestedCost }
        videos(first: $first, orderBy: $order) { edges { node { id } } }
      }`,
      { first: 10, order: { field: 'VIEWS', direction: 'DESC' } },
      33,
    ],
  ])('tells what the operation costs: %s', async (document, variables, cost) => {
    const data = (await server.execute<{ rateLimit: object }>(document, variables)).expectData();
    expect(data.rateLimit).toEqual({ requestedCost: cost });
  });

  it('is for those who are signed in', async () => {
    const [error] = (await server.execute(QUOTA, {}, { as: null })).expectErrors();
    expect(error?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('is null where the counters cannot be read, and the rest is answered', async () => {
    const { database } = server.runtime.services;
    await database.execute('ALTER TABLE "CallSlot" RENAME TO "CallSlotAway"');
    try {
      const answer = await server.execute('{ rateLimit { requestedCost } serverInfo { mode } }');
      expect(answer.expectData()).toEqual({ rateLimit: null, serverInfo: { mode: 'SANDBOX' } });
    } finally {
      await database.execute('ALTER TABLE "CallSlotAway" RENAME TO "CallSlot"');
    }
    expect(server.logged).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: 'The counters of calls to TikTok cannot be read',
      }),
    );
  });
});

describe('the metrics', () => {
  it('count the calls, and show what is left', async () => {
    const response = await fetch(`${server.url}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    const figure = (metric: string): number =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(metric))
          ?.split(' ')[1],
      );
    expect(figure('tiktok_calls_total{endpoint="oauth/token",outcome="ok"}')).toBe(1);
    const pages = figure('tiktok_calls_total{endpoint="video/list",outcome="ok"}');
    expect(pages).toBeGreaterThan(1);
    expect(figure('tiktok_call_duration_seconds_count{endpoint="video/list"}')).toBe(pages);
    expect(figure('tiktok_quota_limit_calls{endpoint="user/info"}')).toBe(8);
    expect(figure('tiktok_quota_remaining_calls{endpoint="video/list"}')).toBe(600 - pages);
  });

  it('are not there for others', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    expect((await fetch(`${server.url}/metrics`, { headers })).status).toBe(404);
  });
});
