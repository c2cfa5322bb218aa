import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId, encodeGlobalId } from '../../lib/global-id.ts';
import { newId } from '../../lib/ids.ts';
import { captureQueries } from '../../testing/queries.ts';
import { connectionRow, videoRow } from '../../testing/rows.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { addDays } from '../analytics/calendar.ts';
import { fitForecasts, FORECAST_ANALYSES } from './forecast-fits.service.ts';
import { accountsBehind, refreshAnalyses } from './refresh-analyses.service.ts';
import { storeAnalysis } from './stored-analysis.ts';

const DAY_MS = 86_400_000;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const services = () => server.runtime.services;
const globalId = (id: string) => encodeGlobalId('TikTokConnection', id);
const refresh = (id: string) => refreshAnalyses(services(), id, new AbortController().signal);
const today = () => services().clock.now().toISOString().slice(0, 10);

interface Connected {
  timezone?: string;
  status?: 'ACTIVE' | 'REVOKED';
  missingScopes?: string[];
}

function rowOf({ timezone = 'UTC', status = 'ACTIVE', missingScopes = [] }: Connected) {
  const workspaceId = decodeGlobalId(server.workspace.id).id;
  return { ...connectionRow(workspaceId, services().clock.now()), timezone, status, missingScopes };
}

async function connect(connected: Connected = {}): Promise<string> {
  const data = rowOf(connected);
  await services().database.prisma.tikTokConnection.create({ data });
  return data.id;
}

/** The beginning of one of the last `length` days, today's the last. */
function midnight(index: number, length: number): Date {
  return new Date(Date.parse(`${today()}T00:00:00Z`) - (length - 1 - index) * DAY_MS);
}

function followerRows(connectionId: string, followers: readonly number[]) {
  return followers.map((count, index) => ({
    id: newId(),
    connectionId,
    syncId: newId(),
    capturedAt: midnight(index, followers.length),
    followers: count,
    source: 'DISPLAY_API' as const,
  }));
}

/** Counts of followers and of one video's views and likes, captured at the beginning of each of the last days, today's the last. */
async function capture(
  connectionId: string,
  followers: readonly number[],
  views: readonly number[] = [],
): Promise<void> {
  const { prisma } = services().database;
  await prisma.tikTokAccountAnalytics.createMany({ data: followerRows(connectionId, followers) });
  if (views.length === 0) return;
  const postedAt = new Date(midnight(0, views.length).getTime() - DAY_MS);
  const { id: videoId } = await prisma.tikTokVideo.create({ data: videoRow(connectionId, postedAt) });
  await prisma.tikTokAnalytics.createMany({
    data: views.map((count, index) => ({
      id: newId(),
      videoId,
      connectionId,
      syncId: newId(),
      capturedAt: midnight(index, views.length),
      views: count,
      likes: Math.floor(count / 10),
      comments: 0,
      shares: 0,
      source: 'DISPLAY_API' as const,
    })),
  });
}

function steps(length: number, step: number): number[] {
  return Array.from({ length }, (_, index) => 1_000 + step * index);
}

const FIELDS = `__typename
  ... on Forecast { metric method confidence points { date value interval { lower upper level method } }
    backtest { coverage meanWidth mase folds } freshness { computedAt inputsThrough isStale } }
  ... on InsufficientData { code message requiredDays availableDays availableOn }`;

interface Answer {
  __typename: string;
  method: string;
  points: { date: string; value: number; interval: { lower: number; upper: number; level: number } }[];
  backtest: { coverage: number; meanWidth: number; mase: number; folds: number };
  freshness: { computedAt: string; inputsThrough: string | null; isStale: boolean };
  requiredDays: number;
  availableDays: number;
  availableOn: string | null;
}

async function ask(ids: readonly string[], args: string): Promise<Answer[]> {
  const answer = await server.execute<{ nodes: { forecast: Answer }[] }>(
    `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on TikTokConnection { forecast(${args}) { ${FIELDS} } } } }`,
    { ids: ids.map(globalId) },
  );
  return answer.expectData().nodes.map(({ forecast }) => forecast);
}

/** As the job stores them. */
async function store(connections: readonly { id: string; timezone: string }[]): Promise<void> {
  const computedAt = services().clock.now();
  const fitted = await fitForecasts(services(), connections);
  await services().database.transaction(async (tx) => {
    for (const [index, { fits, inputsThrough }] of fitted.entries()) {
      const { id, timezone } = connections[index]!;
      const inputs = { timezone, computedAt, inputsThrough };
      await storeAnalysis(tx, id, FORECAST_ANALYSES.FOLLOWERS, inputs, fits.FOLLOWERS);
    }
  });
}

describe('forecast', () => {
  it('tells followers from today on, before and after a job stored it alike', async () => {
    const account = await connect();
    await capture(account, steps(41, 7));
    const [fitted] = await ask([account], 'metric: FOLLOWERS');
    // The count at the end of yesterday is that of today's first instant.
    const expected = Array.from({ length: 14 }, (_, index) => ({
      date: addDays(today(), index),
      value: 1_000 + 7 * 41 + 7 * index,
    }));
    expect(fitted!.points).toMatchObject(expected);
    expect(fitted).toMatchObject({
      __typename: 'Forecast',
      metric: 'FOLLOWERS',
      method: 'drift',
      confidence: 0.8,
      backtest: { coverage: 1, meanWidth: 0, mase: 0 },
      freshness: { isStale: false, inputsThrough: `${today()}T00:00:00.000Z` },
    });

    await refresh(account);
    const [stored] = await ask([account], 'metric: FOLLOWERS');
    expect(stored!.points).toEqual(fitted!.points);
    expect(stored!.freshness.computedAt > fitted!.freshness.computedAt).toBe(true);
  });

  it('tells views and likes as what a day gains, and any horizon and confidence from what is stored', async () => {
    const account = await connect();
    const views = steps(121, 0);
    for (let day = 1; day < views.length; day++) {
      views[day] = views[day - 1]! + (day % 7 === 0 ? 500 : 100);
    }
    await capture(account, [], views);
    await refresh(account);
    const { statements, result } = await captureQueries(() =>
      Promise.all([
        ask([account], 'metric: VIEWS'),
        ask([account], 'metric: LIKES, horizonDays: 90, confidence: 0.95'),
      ]),
    );
    const [[gained], [far]] = result as [[Answer], [Answer]];
    // Four weeks gained 28 · 100 + 4 · 400.
    expect(gained.points.map(({ value }) => value)).toEqual(
      new Array(14).fill(expect.closeTo(4_400 / 28, 6)),
    );
    const { lower, upper, level } = gained.points[0]!.interval;
    expect([lower, upper, level]).toEqual([
      expect.closeTo(100, 6),
      expect.closeTo(2 * (4_400 / 28) - 100, 6),
      0.8,
    ]);
    expect(gained.backtest.coverage).toBeCloseTo(6 / 7, 1);
    expect(far.points).toHaveLength(90);
    expect(far.points.at(-1)).toMatchObject({ date: addDays(today(), 89), interval: { level: 0.95 } });
    // Captures are not read any more.
    expect(statements.filter((sql) => sql.includes('lag(') || sql.includes('string_agg'))).toEqual([]);
  });

  it('says how many days are missing, and when they will be there', async () => {
    const [young, cut, declined, fresh] = [
      await connect(),
      await connect({ status: 'REVOKED' }),
      await connect({ missingScopes: ['user.info.stats'] }),
      await connect(),
    ];
    await capture(young, steps(11, 5));
    await capture(cut, steps(11, 5));
    await refresh(young);
    const answers = await ask(
      [young, cut, declined, fresh],
      'metric: FOLLOWERS, horizonDays: 30, confidence: 0.9',
    );
    expect(answers).toMatchObject([
      {
        __typename: 'InsufficientData',
        code: 'INSUFFICIENT_DATA',
        requiredDays: 47,
        availableDays: 10,
        availableOn: addDays(today(), 37),
      },
      { requiredDays: 47, availableDays: 10, availableOn: null },
      { requiredDays: 47, availableDays: 0, availableOn: null },
      { requiredDays: 47, availableDays: 0, availableOn: addDays(today(), 47) },
    ]);
  });

  it('is stale once newer snapshots exist, and still speaks of today', async () => {
    const account = await connect();
    await capture(account, steps(61, 3), steps(61, 40));
    await refresh(account);
    await services().database.prisma.tikTokAnalysis.updateMany({
      where: { connectionId: account },
      data: { inputsThrough: new Date(Date.parse(`${today()}T00:00:00Z`) - 2 * DAY_MS) },
    });
    const [forecast] = await ask([account], 'metric: FOLLOWERS, horizonDays: 3');
    expect(forecast!.freshness.isStale).toBe(true);
    expect(forecast!.points.map(({ date }) => date)).toEqual([0, 1, 2].map((days) => addDays(today(), days)));
  });

  it('is computed anew for an account without videos, too, once its followers were captured again', async () => {
    const account = await connect();
    await capture(account, steps(30, 2).slice(0, 1));
    await refresh(account);
    expect(await accountsBehind(services())).not.toContain(account);
    await services().database.prisma.tikTokAnalysis.updateMany({
      where: { connectionId: account },
      data: { computedAt: new Date(services().clock.now().getTime() - DAY_MS), inputsThrough: null },
    });
    expect(await accountsBehind(services())).toContain(account);
    await refresh(account);
    const [forecast] = await ask([account], 'metric: FOLLOWERS');
    expect(forecast).toMatchObject({ availableDays: 0 });
    expect(await accountsBehind(services())).not.toContain(account);
  });

  it('refuses a horizon or a confidence out of range, both at once', async () => {
    const account = await connect();
    for (const [args, parts] of [
      ['horizonDays: 0', ['horizonDays']],
      ['horizonDays: 91', ['horizonDays']],
      ['confidence: 0.49', ['confidence']],
      ['horizonDays: -5, confidence: 0.951', ['horizonDays', 'confidence']],
    ] as const) {
      const answer = await server.execute<{ connection: { forecast: null } }>(
        `query ($id: ID!) { connection(id: $id) { forecast(metric: VIEWS, ${args}) { __typename } } }`,
        { id: globalId(account) },
      );
      expect(answer.data).toEqual({ connection: { forecast: null } });
      expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      for (const part of parts) expect(answer.errors![0]!.message).toContain(part);
    }
  });

  it('is told of the sandbox’s creators, as they were collected', async () => {
    const [maya] = (await server.workspace.connect(['maya'], { days: 25 })) as [string];
    const { id } = decodeGlobalId(maya);
    await refresh(id);
    for (const metric of ['FOLLOWERS', 'VIEWS', 'LIKES']) {
      const [forecast] = await ask([id], `metric: ${metric}, horizonDays: 7`);
      expect(forecast).toMatchObject({ __typename: 'Forecast', metric });
      for (const { value, interval } of forecast!.points) {
        expect(value).toBeGreaterThan(0);
        expect(interval.lower).toBeLessThanOrEqual(value);
        expect(interval.upper).toBeGreaterThan(value);
      }
      expect(forecast!.backtest.folds).toBeGreaterThan(5);
    }
  }, 120_000);

  it('takes the same number of SQL statements for one account and for a hundred, stored or not', async () => {
    // From here on nothing happens by itself.
    await services().queue.stop({ graceMs: 1_000 });
    const connections = Array.from({ length: 100 }, (_, index) =>
      rowOf({ timezone: index % 2 === 0 ? 'UTC' : 'Asia/Kathmandu' }),
    );
    const { prisma } = services().database;
    await prisma.tikTokConnection.createMany({ data: connections });
    await prisma.tikTokAccountAnalytics.createMany({
      data: connections.flatMap(({ id }, index) => followerRows(id, steps(30, index))),
    });
    const ids = connections.map(({ id }) => id);
    const count = async (asked: readonly string[]) => {
      const { statements, result } = await captureQueries(() => ask(asked, 'metric: FOLLOWERS'));
      expect(new Set(result.map(({ __typename }) => __typename))).toEqual(new Set(['Forecast']));
      return statements.length;
    };
    expect(await count(ids)).toBe(await count(ids.slice(0, 1)));
    await store(connections);
    const stored = await count(ids.slice(0, 1));
    expect(await count(ids)).toBe(stored);
    // Whose they are, the connections, and what is stored of them.
    expect(stored).toBe(3);
  }, 120_000);
});
