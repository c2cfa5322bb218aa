import { Buffer } from 'node:buffer';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId, encodeGlobalId } from '../../lib/global-id.ts';
import { captureQueries } from '../../testing/queries.ts';
import { connectionRow, sightingRow, videoRow } from '../../testing/rows.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../testing/server.ts';
import { retireTrends } from './retire-trends.service.ts';
import { remeasureOutdated, remeasureTrends } from './remeasure-trends.service.ts';
import { type SightingOrigin, storeSightings } from './store-sightings.service.ts';
import type { TrendSighting } from './trend-sighting.ts';

const DAY_MS = 86_400_000;
const discovery: SightingOrigin = { source: 'BUSINESS_DISCOVERY', workspaceId: null };

let server: TestServer;
let other: TestWorkspace;

beforeAll(async () => {
  server = await startTestServer();
  other = await server.addWorkspace();
});
afterAll(() => server.stop());
afterEach(async () => {
  await server.runtime.services.database.prisma.tikTokTrend.deleteMany();
});

const workspaceId = () => decodeGlobalId(server.workspace.id).id;

/** The beginning of a day in UTC, so many days ago. */
function daysAgo(days: number): Date {
  return new Date((Math.floor(server.runtime.services.clock.now().getTime() / DAY_MS) - days) * DAY_MS);
}

/** A curve of views a day up to yesterday. */
function daily(...views: number[]): TrendSighting['curve'] {
  return {
    unit: 'COUNT',
    points: views.map((value, index) => ({ at: daysAgo(views.length - index).getTime(), value })),
  };
}

const flat = (views: number) => Array.from({ length: 21 }, (_, day) => views + ((day * 7919) % 13));
const rising = (views: number) => Array.from({ length: 21 }, (_, day) => Math.round(views * 1.4 ** day));

/** Stores and measures; global ids by name. */
async function tell(origin: SightingOrigin, ...sightings: TrendSighting[]): Promise<Record<string, string>> {
  const { services } = server.runtime;
  const { trendIds } = await storeSightings(services, origin, sightings);
  await remeasureTrends(services, trendIds);
  const rows = await services.database.prisma.tikTokTrend.findMany({ where: { id: { in: trendIds } } });
  return Object.fromEntries(rows.map(({ id, name }) => [name, encodeGlobalId('TikTokTrend', id)]));
}

async function namesOf(variables: Record<string, unknown> = {}, as?: string): Promise<string[]> {
  const answer = await server.execute<{
    trends: { totalCount: number; edges: { node: { name: string } }[] };
  }>(
    `query ($workspaceId: ID, $filter: TrendFilter, $orderBy: TrendOrder) {
      trends(workspaceId: $workspaceId, filter: $filter, orderBy: $orderBy) {
        totalCount edges { node { name } } } }`,
    variables,
    as === undefined ? {} : { as },
  );
  const { totalCount, edges } = answer.expectData().trends;
  expect(totalCount).toBe(edges.length);
  return edges.map(({ node }) => node.name);
}

describe('trends', () => {
  it('come fastest rising first, with what is not known last', async () => {
    await tell(
      discovery,
      sightingRow('slow', daysAgo(0), { curve: daily(...flat(1_000_000)) }),
      sightingRow('unknown', daysAgo(0)),
      sightingRow('fast', daysAgo(0), { curve: daily(...rising(10_000)) }),
    );
    expect(await namesOf()).toEqual(['fast', 'slow', 'unknown']);
    expect(await namesOf({ orderBy: { field: 'VELOCITY', direction: 'ASC' } })).toEqual([
      'slow',
      'fast',
      'unknown',
    ]);
  });

  it('explode by their growth, with its interval, sample size and definition', async () => {
    const ids = await tell(
      discovery,
      sightingRow('slow', daysAgo(0), { curve: daily(...flat(1_000_000)) }),
      sightingRow('fast', daysAgo(0), { curve: daily(...rising(10_000)) }),
    );
    const answer = await server.execute<{ nodes: Record<string, unknown>[] }>(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on TikTokTrend { isExploding velocity {
        stage ageDays windowDays acceleration
        dailyGrowth { value sampleSize definition interval { lower upper level method } } } } } }`,
      { ids: [ids['fast'], ids['slow']] },
    );
    const [fast, slow] = answer.expectData().nodes;
    expect(fast).toMatchObject({ isExploding: true, velocity: { stage: 'EXPLODING', ageDays: 0 } });
    const { dailyGrowth } = fast!['velocity'] as {
      dailyGrowth: { value: number; interval: { lower: number } };
    };
    expect(dailyGrowth.value).toBeCloseTo(0.4, 1);
    expect(dailyGrowth.interval.lower).toBeGreaterThan(0.2);
    expect(slow).toMatchObject({ isExploding: false, velocity: { stage: 'STEADY' } });
    expect(await namesOf({ filter: { stages: ['EXPLODING'] } })).toEqual(['fast']);
  });

  it('explode over own videos where two accounts posted them', async () => {
    const curve = daily(...rising(10_000));
    await tell(
      { source: 'OWN_CORPUS', workspaceId: workspaceId() },
      sightingRow('hit', daysAgo(0), { curve, accounts: 1 }),
      sightingRow('trend', daysAgo(0), { curve, accounts: 2 }),
    );
    const named = (stage: string) =>
      namesOf({ workspaceId: server.workspace.id, filter: { stages: [stage] } });
    expect(await named('EXPLODING')).toEqual(['trend']);
    expect(await named('EMERGING')).toEqual(['hit']);
  });

  it('explode by a curve where the row has as many views or posts, if it has any', async () => {
    const curve = { ...daily(...rising(1).slice(0, 10))!, unit: 'INDEX' } as const;
    await tell(
      discovery,
      sightingRow('nine', daysAgo(0), { curve, views: 9n, posts: 5n }),
      sightingRow('many', daysAgo(0), { curve, views: 900_000n, posts: 5n }),
      sightingRow('unknown', daysAgo(0), { curve }),
    );
    expect((await namesOf({ filter: { stages: ['EXPLODING'] } })).sort()).toEqual(['many', 'unknown']);
    expect(await namesOf({ filter: { stages: ['EMERGING'] } })).toEqual(['nine']);
  });

  it('have no velocity below three observations', async () => {
    const { young } = await tell(
      discovery,
      sightingRow('young', daysAgo(1), { views: 10n }),
      sightingRow('young', daysAgo(0), { views: 900n }),
    );
    const answer = await server.execute(
      'query ($id: ID!) { trend(id: $id) { velocity { stage } isExploding views } }',
      { id: young },
    );
    expect(answer.expectData()).toEqual({ trend: { velocity: null, isExploding: false, views: 900 } });
  });

  it('are found by kind, region, category, source and words of the name', async () => {
    await tell(
      discovery,
      sightingRow('ootd', daysAgo(0), { category: 'Apparel' }),
      sightingRow('ootd100%', daysAgo(0), { region: 'FR' }),
      sightingRow('A Song', daysAgo(0), { kind: 'SOUND', tikTokId: '7016547803243022337' }),
    );
    await tell({ source: 'RESEARCH_API', workspaceId: null }, sightingRow('ootd', daysAgo(0), { posts: 3n }));
    expect(await namesOf({ filter: { kinds: ['SOUND'] } })).toEqual(['A Song']);
    expect(await namesOf({ filter: { regions: ['fr'] } })).toEqual(['ootd100%']);
    expect(await namesOf({ filter: { categories: ['apparel'] } })).toEqual(['ootd']);
    expect(await namesOf({ filter: { sources: ['RESEARCH_API'] } })).toEqual(['ootd']);
    expect(await namesOf({ filter: { search: '#OOTD 0%' } })).toEqual(['ootd100%']);
    for (const region of ['1!', 'USA', 'XX', 'UK', '']) {
      const refused = await server.execute(
        'query ($region: String!) { trends(filter: { regions: ["US", $region] }) { totalCount } }',
        { region },
      );
      expect(refused.errors).toMatchObject([
        {
          message: expect.stringContaining('must be a country code of ISO 3166-1 alpha-2, such as US or GB'),
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ]);
    }
  });

  it("are a workspace's own beside the shared ones, and nobody else's", async () => {
    await tell(discovery, sightingRow('shared', daysAgo(0)));
    const { own } = await tell(
      { source: 'OWN_CORPUS', workspaceId: workspaceId() },
      sightingRow('own', daysAgo(0)),
    );
    expect(await namesOf()).toEqual(['shared']);
    expect((await namesOf({ workspaceId: server.workspace.id })).sort()).toEqual(['own', 'shared']);
    expect(await namesOf({ workspaceId: other.id }, other.ownerKey)).toEqual(['shared']);
    const theirs = await server.execute(
      'query ($id: ID!) { trend(id: $id) { name } }',
      { id: own },
      { as: other.ownerKey },
    );
    expect(theirs.errors?.[0]).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  });

  it.each(['workspaceId: $id', 'filter: { watchedIn: $id }'])(
    'are not even counted for callers of another workspace by %s',
    async (argument) => {
      const answer = await server.execute(
        `query ($id: ID!) { trends(${argument}) { totalCount } }`,
        { id: server.workspace.id },
        { as: other.ownerKey },
      );
      expect(JSON.stringify(answer.data)).not.toMatch(/\d/);
      expect(answer.errors?.[0]).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    },
  );
});

describe('what sources told of a trend', () => {
  interface Told {
    history: { at: string; value: number; unit: string; rank: number | null; source: string }[];
    readings: { source: string; views: number | null; value: number | null; unit: string }[];
  }
  async function told(id: string, source: string | null = null): Promise<Told> {
    const answer = await server.execute<{ trend: Told }>(
      `query ($id: ID!, $source: TrendSource) { trend(id: $id) {
        history(source: $source) { at value unit rank source } readings { source views value unit } } }`,
      { id, source },
    );
    return answer.expectData().trend;
  }

  it('is shown by source and never in two units', async () => {
    const { tag } = await tell(
      discovery,
      sightingRow('tag', daysAgo(0), { views: 60n, rank: 4, curve: daily(10, 20, 30) }),
    );
    const imported = { ...discovery, source: 'CREATIVE_CENTER' } as const;
    await tell(
      imported,
      sightingRow('tag', daysAgo(0), {
        views: 70n,
        curve: {
          unit: 'SHARE_OF_PEAK',
          points: [0.2, 1, 0.5].map((value, day) => ({ at: daysAgo(3 - day).getTime(), value })),
        },
      }),
    );
    const best = await told(tag!);
    expect(best.history.map(({ value, unit, source }) => ({ value, unit, source }))).toEqual(
      [10, 20, 30].map((value) => ({ value, unit: 'COUNT', source: 'BUSINESS_DISCOVERY' })),
    );
    expect(best.readings).toEqual([
      { source: 'BUSINESS_DISCOVERY', views: 60, value: 30, unit: 'COUNT' },
      { source: 'CREATIVE_CENTER', views: 70, value: 0.5, unit: 'SHARE_OF_PEAK' },
    ]);
    const { history } = await told(tag!, 'CREATIVE_CENTER');
    expect(history.map(({ value, unit }) => ({ value, unit }))).toEqual(
      [0.2, 1, 0.5].map((value) => ({ value, unit: 'SHARE_OF_PEAK' })),
    );
    expect((await told(tag!, 'OWN_CORPUS')).history).toEqual([]);
  });

  it("is on a workspace's own trend also what is said of the shared one of that name and region", async () => {
    await tell(discovery, sightingRow('tag', daysAgo(0), { views: 60n }));
    const { tag } = await tell(
      { source: 'CREATIVE_CENTER', workspaceId: workspaceId() },
      sightingRow('tag', daysAgo(0), { views: 5n }),
    );
    expect((await told(tag!)).readings.map(({ source, views }) => ({ source, views }))).toEqual([
      { source: 'BUSINESS_DISCOVERY', views: 60 },
      { source: 'CREATIVE_CENTER', views: 5 },
    ]);
  });

  it('is with every source silent for a month still there, with its day, and explodes no more', async () => {
    const { services } = server.runtime;
    const { old } = await tell(
      discovery,
      sightingRow('old', daysAgo(40), {
        views: 5n,
        curve: {
          unit: 'COUNT',
          points: rising(10_000).map((value, day) => ({ at: daysAgo(61 - day).getTime(), value })),
        },
      }),
    );
    await services.database.prisma.tikTokTrend.updateMany({
      data: { stage: 'EXPLODING', explodingSince: daysAgo(40), velocityAt: daysAgo(2) },
    });
    await remeasureOutdated(services);
    const answer = await server.execute(
      'query ($id: ID!) { trend(id: $id) { views capturedAt isExploding history { value } } }',
      { id: old },
    );
    const { trend } = answer.expectData() as { trend: { history: unknown[] } };
    expect(trend).toMatchObject({ views: 5, capturedAt: daysAgo(40).toISOString(), isExploding: false });
    expect(trend.history).toHaveLength(21);
  });
});

describe('a trend that no source names for a year', () => {
  it('is retired, unless somebody watches it', async () => {
    const { services } = server.runtime;
    const { old, watched } = await tell(
      discovery,
      sightingRow('old', daysAgo(366)),
      sightingRow('watched', daysAgo(366)),
      sightingRow('known', daysAgo(364)),
    );
    await services.database.prisma.trendWatch.create({
      data: { workspaceId: workspaceId(), trendId: decodeGlobalId(watched!).id, watchedAt: daysAgo(1) },
    });
    expect(await retireTrends(services)).toBe(1);
    expect((await namesOf()).sort()).toEqual(['known', 'watched']);
    const answer = await server.execute('query ($id: ID!) { trend(id: $id) { name } }', { id: old });
    expect(answer.errors?.[0]).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  });
});

describe('a watch list', () => {
  const watch = (mutation: 'watchTrend' | 'unwatchTrend', trendId: string, as?: string) =>
    server
      .execute<Record<string, { __typename: string }>>(
        `mutation ($input: WatchTrendInput!) { ${mutation}(input: $input) { __typename ... on TikTokTrend { name }
          ... on Error { code message } } }`,
        { input: { workspaceId: server.workspace.id, trendId } },
        as === undefined ? {} : { as },
      )
      .then((answer) => answer.expectData()[mutation]);

  it('keeps what is put on it, however often, until it is taken off', async () => {
    const { tag } = await tell(discovery, sightingRow('tag', daysAgo(0)), sightingRow('other', daysAgo(0)));
    expect(await watch('watchTrend', tag!)).toEqual({ __typename: 'TikTokTrend', name: 'tag' });
    expect(await watch('watchTrend', tag!)).toEqual({ __typename: 'TikTokTrend', name: 'tag' });
    expect(await namesOf({ filter: { watchedIn: server.workspace.id } })).toEqual(['tag']);
    const answer = await server.execute(
      'query ($id: ID!) { node(id: $id) { ... on Workspace { watchedTrends { totalCount edges { node { name } } } } } }',
      { id: server.workspace.id },
    );
    expect(answer.expectData()).toEqual({
      node: { watchedTrends: { totalCount: 1, edges: [{ node: { name: 'tag' } }] } },
    });
    expect(await watch('unwatchTrend', tag!)).toEqual({ __typename: 'TikTokTrend', name: 'tag' });
    expect(await watch('unwatchTrend', tag!)).toMatchObject({ __typename: 'TikTokTrend' });
    expect(await namesOf({ filter: { watchedIn: server.workspace.id } })).toEqual([]);
  });

  it('takes no trend that is another workspace’s own', async () => {
    const { theirs } = await tell(
      { source: 'OWN_CORPUS', workspaceId: decodeGlobalId(other.id).id },
      sightingRow('theirs', daysAgo(0)),
    );
    expect(await watch('watchTrend', theirs!)).toMatchObject({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
    });
  });
});

describe('a page of trends', () => {
  const PAGE = `query ($workspaceId: ID!, $first: Int!) { trends(workspaceId: $workspaceId, first: $first) { edges { node {
    name rank views velocity { stage } isExploding workspace { name }
    history(range: { lastDays: 30 }) { value } readings { source value } exampleVideos { id } } } } }`;

  interface Paged {
    edges: { cursor: string; node: { name: string } }[];
    pageInfo: {
      hasNextPage: boolean;
      hasPreviousPage: boolean;
      startCursor: string | null;
      endCursor: string | null;
    };
  }
  const pageOf = (variables: Record<string, unknown>) =>
    server.execute<{ trends: Paged }>(
      `query ($filter: TrendFilter, $orderBy: TrendOrder, $first: Int, $after: String, $last: Int, $before: String) {
        trends(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
          edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
      variables,
    );
  const page = async (variables: Record<string, unknown>) => (await pageOf(variables)).expectData().trends;
  const names = ({ edges }: Paged) => edges.map(({ node }) => node.name);
  const rows = () => server.runtime.services.database.prisma.tikTokTrend;

  const FIELDS = ['VELOCITY', 'RANK', 'VIEWS', 'POSTS', 'CAPTURED_AT'] as const;
  const orders = FIELDS.flatMap((field) =>
    (['ASC', 'DESC'] as const).map((direction) => ({ field, direction })),
  );

  it.each(orders)(
    'goes through all of them, forward and back, with ties and unknown values, by $field $direction',
    async (orderBy) => {
      await tell(
        discovery,
        ...Array.from({ length: 9 }, (_, index) =>
          sightingRow(`tag${String(index)}`, daysAgo(index % 3), {
            rank: index < 3 ? null : Math.ceil(index / 2),
            views: index > 6 ? null : BigInt(index % 4) * 10n ** 15n + 1n,
            posts: index % 2 === 0 ? null : BigInt(index),
          }),
        ),
      );
      for (const [index, { id }] of (await rows().findMany({ select: { id: true } })).entries()) {
        await rows().update({
          where: { id },
          data: { growthLower: index < 2 ? null : 1 / (3 + (index % 3)) },
        });
      }
      const all = names(await page({ orderBy }));
      expect(all).toHaveLength(9);
      const forward: string[] = [];
      let told = await page({ orderBy, first: 2 });
      forward.push(...names(told));
      while (told.pageInfo.hasNextPage) {
        told = await page({ orderBy, first: 2, after: told.pageInfo.endCursor });
        expect(told.pageInfo.hasPreviousPage).toBe(true);
        forward.push(...names(told));
      }
      expect(forward).toEqual(all);
      told = await page({ orderBy, last: 2 });
      const backward = names(told);
      while (told.pageInfo.hasPreviousPage) {
        told = await page({ orderBy, last: 2, before: told.pageInfo.startCursor });
        expect(told.pageInfo.hasNextPage).toBe(true);
        backward.unshift(...names(told));
      }
      expect(backward).toEqual(all);
    },
  );

  it('goes on from its place though the trend of its cursor fits the filter no more, stands elsewhere or is gone', async () => {
    await tell(
      discovery,
      ...Array.from({ length: 6 }, (_, index) =>
        sightingRow(`tag${String(index)}`, daysAgo(0), { views: BigInt(100 - index) }),
      ),
    );
    await rows().updateMany({ data: { stage: 'FADING' } });
    const list = { filter: { stages: ['FADING'] }, orderBy: { field: 'VIEWS', direction: 'DESC' } };
    const { edges, pageInfo } = await page({ ...list, first: 3 });
    expect(edges.map(({ node }) => node.name)).toEqual(['tag0', 'tag1', 'tag2']);
    const rest = () => page({ ...list, first: 2, after: pageInfo.endCursor }).then(names);
    await rows().updateMany({ where: { name: 'tag2' }, data: { stage: 'STEADY' } });
    expect(await rest()).toEqual(['tag3', 'tag4']);
    await rows().updateMany({ where: { name: 'tag2' }, data: { stage: 'FADING', views: 1n } });
    expect(await rest()).toEqual(['tag3', 'tag4']);
    await rows().deleteMany({ where: { name: 'tag2' } });
    expect(await rest()).toEqual(['tag3', 'tag4']);
  });

  it('refuses cursors of other lists, of other orders, and those that nobody gave', async () => {
    await tell(discovery, sightingRow('tag', daysAgo(0), { views: 3n }));
    const { edges } = await page({ orderBy: { field: 'VIEWS', direction: 'DESC' } });
    const written = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    const id = '01890a5d-ac96-774b-bcce-b302099a8057';
    for (const after of [
      edges[0]!.cursor,
      Buffer.from(`GPC:S:${id}`).toString('base64'),
      written(['VELOCITY', 'many', id]),
      written(['VELOCITY', 1, 'x']),
      written(['VELOCITY', { not: null }, id]),
      'x',
    ]) {
      const refused = await pageOf({ first: 3, after });
      expect(refused.errors?.[0]).toMatchObject({
        message: expect.stringContaining('cursor'),
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
    expect(
      names(await page({ first: 3, orderBy: { field: 'VIEWS', direction: 'ASC' }, after: edges[0]!.cursor })),
    ).toEqual([]);
  });

  it('takes as many statements for a hundred as for one: the page with its examples, histories and readings', async () => {
    const { database, clock } = server.runtime.services;
    const connection = connectionRow(workspaceId(), clock.now());
    await database.prisma.tikTokConnection.create({ data: connection });
    const video = videoRow(connection.id, clock.now());
    await database.prisma.tikTokVideo.create({ data: video });
    await tell(
      { source: 'OWN_CORPUS', workspaceId: workspaceId() },
      ...Array.from({ length: 100 }, (_, index) =>
        sightingRow(`tag${String(index)}`, daysAgo(0), {
          curve: daily(1, 2, 3),
          exampleVideoIds: [video.id],
        }),
      ),
    );
    const counts: number[] = [];
    for (const first of [1, 100]) {
      const { statements, result } = await captureQueries(() =>
        server.execute<{ trends: { edges: { node: { exampleVideos: unknown[]; history: unknown[] } }[] } }>(
          PAGE,
          {
            workspaceId: server.workspace.id,
            first,
          },
        ),
      );
      const { edges } = result.expectData().trends;
      expect(edges).toHaveLength(first);
      expect(edges.every(({ node }) => node.exampleVideos.length === 1 && node.history.length === 3)).toBe(
        true,
      );
      counts.push(statements.length);
    }
    expect(counts).toEqual([4, 4]);
  });
});
