import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId, encodeGlobalId } from '../../lib/global-id.ts';
import { newId } from '../../lib/ids.ts';
import { captureQueries } from '../../testing/queries.ts';
import { connectionRow, videoRow } from '../../testing/rows.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { loadAnalysedPosts } from './analysed-posts.loader.ts';
import { accountsBehind, refreshAnalyses } from './refresh-analyses.service.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const services = () => server.runtime.services;
const refresh = (id: string) => refreshAnalyses(services(), id, new AbortController().signal);

async function connect(timezone = 'UTC', workspaceId = server.workspace.id): Promise<string> {
  const id = newId();
  await services().database.prisma.tikTokConnection.create({
    data: { ...connectionRow(decodeGlobalId(workspaceId).id, services().clock.now(), id), timezone },
  });
  return id;
}

interface Posted {
  daysAgo: number;
  views: number;
  likes?: number;
  followers?: number;
  hashtags?: string[];
  durationSeconds?: number;
  /** Ages in hours at which it was captured, with the views as given. @default a day, six, eight and the newest */
  ages?: readonly number[];
}

/** A video with its captures; its counters do not grow, so that every age tells the same. */
async function post(connectionId: string, posted: Posted): Promise<string> {
  const { database, clock } = services();
  const {
    daysAgo,
    views,
    likes = 10,
    followers = 1_000,
    hashtags = [],
    durationSeconds,
    ages = [24, 144, 168, 190],
  } = posted;
  const postedAt = new Date(clock.now().getTime() - daysAgo * DAY_MS);
  const counters = { views, likes, comments: 0, shares: 0 };
  const captured = ages
    .map((hours) => new Date(postedAt.getTime() + hours * HOUR_MS))
    .filter((at) => at <= clock.now());
  const newest = captured.at(-1);
  const id = newId();
  await database.prisma.tikTokVideo.create({
    data: {
      ...videoRow(connectionId, postedAt, id),
      hashtags,
      durationSeconds: durationSeconds ?? null,
      viewsPerHour: views / 100,
      ...(newest && {
        ...counters,
        engagementByViews: likes / views,
        followersAtCapture: followers,
        metricsCapturedAt: newest,
        metricsSource: 'DISPLAY_API' as const,
      }),
    },
  });
  await database.prisma.tikTokAnalytics.createMany({
    data: captured.map((capturedAt) => ({
      id: newId(),
      videoId: id,
      connectionId,
      syncId: newId(),
      capturedAt,
      ...counters,
      followers,
      source: 'DISPLAY_API' as const,
    })),
  });
  return id;
}

const globalId = (id: string) => encodeGlobalId('TikTokConnection', id);

/** Those of the operation: the server's own jobs go on beside it, and read other tables. */
const ofAccounts = (statements: readonly string[]) =>
  statements.filter((sql) =>
    /"(TikTok(Video|Analysis|Analytics|AccountAnalytics)|AnalyticsRollup|(Account|Video)Day)"/.test(sql),
  );

describe('performance', () => {
  const RATE = 'value numerator denominator sampleSize definition aggregation interval { level }';
  const document = `query ($ids: [ID!]!, $range: DateRangeInput!) { nodes(ids: $ids) { ... on TikTokConnection {
    performance(range: $range) {
      pooled: engagementRate { ${RATE} }
      median: engagementRate(definition: BY_FOLLOWERS, aggregation: MEDIAN_OF_POSTS) { ${RATE} }
      bestVideos(by: VIEWS, first: 2) { rank score by video { id postedAt } }
      unusual: bestVideos { rank score video { outlier { robustZ } } }
      freshness { computedAt inputsThrough isStale }
    } } } }`;
  interface Performance {
    pooled: Record<string, unknown>;
    median: Record<string, unknown>;
    bestVideos: { rank: number; score: number; video: { id: string } }[];
    unusual: { rank: number; score: number; video: { outlier: { robustZ: number } } }[];
    freshness: { computedAt: string; inputsThrough: string | null; isStale: boolean };
  }

  async function ask(ids: string[], range: object = { lastDays: 90 }): Promise<(Performance | null)[]> {
    const answer = await server.execute<{ nodes: { performance: Performance | null }[] }>(document, {
      ids: ids.map(globalId),
      range,
    });
    return answer.expectData().nodes.map(({ performance }) => performance);
  }

  it('is null before the first computation, and tells of the posts of the range after it', async () => {
    const account = await connect();
    const ids: string[] = [];
    for (let index = 0; index < 10; index++) {
      ids.push(
        await post(account, { daysAgo: 10 + index, views: 1_000 * (index + 1), likes: 50, followers: 500 }),
      );
    }
    await post(account, { daysAgo: 200, views: 1_000_000 });
    expect(await ask([account])).toEqual([null]);

    await refresh(account);
    const [performance] = await ask([account]);
    expect(performance).toMatchObject({
      pooled: {
        value: 500 / 55_000,
        numerator: 500,
        denominator: 55_000,
        sampleSize: 10,
        definition: 'BY_VIEWS',
        aggregation: 'POOLED',
        interval: { level: 0.95 },
      },
      median: { value: 0.1, numerator: null, denominator: null, definition: 'BY_FOLLOWERS', sampleSize: 10 },
      bestVideos: [
        { rank: 1, score: 10_000, by: 'VIEWS', video: { id: encodeGlobalId('TikTokVideo', ids[9]!) } },
        { rank: 2, score: 9_000, video: { id: encodeGlobalId('TikTokVideo', ids[8]!) } },
      ],
      freshness: { isStale: false },
    });
    expect(performance!.unusual).toHaveLength(5);
    expect(performance!.unusual[0]!.score).toBe(performance!.unusual[0]!.video.outlier.robustZ);
  });

  it('says when newer snapshots exist, and is not computed anew within six hours but for another time zone', async () => {
    const account = await connect();
    await post(account, { daysAgo: 20, views: 100 });
    await refresh(account);
    const [first] = await ask([account]);
    await post(account, { daysAgo: 8, views: 200 });
    await refresh(account);
    const [second] = await ask([account]);
    expect(second!.freshness).toEqual({ ...first!.freshness, isStale: true });

    const { prisma } = services().database;
    await prisma.tikTokConnection.update({ where: { id: account }, data: { timezone: 'Asia/Kathmandu' } });
    expect(await accountsBehind(services())).toContain(account);
    await refresh(account);
    const [third] = await ask([account]);
    expect(third!.freshness.isStale).toBe(false);
    expect(third!.freshness.computedAt > first!.freshness.computedAt).toBe(true);
    expect(await accountsBehind(services())).not.toContain(account);
  });

  it('tells those who follow the connection', async () => {
    const account = await connect();
    await post(account, { daysAgo: 20, views: 100 });
    await refresh(account);
    const events = await services().database.prisma.streamEvent.findMany({
      where: { stream: `connection:${account}` },
    });
    expect(events.map(({ type }) => type)).toEqual(['AnalysisRefreshed']);
  });

  it('computes another range while the caller waits, for a few accounts', async () => {
    const account = await connect();
    await post(account, { daysAgo: 20, views: 100 });
    await post(account, { daysAgo: 40, views: 300 });
    const [performance] = await ask([account], { lastDays: 30 });
    expect(performance).toMatchObject({ pooled: { denominator: 100 }, freshness: { isStale: false } });

    const many = [];
    for (let index = 0; index < 6; index++) many.push(await connect());
    const answer = await server.execute(document, { ids: many.map(globalId), range: { lastDays: 30 } });
    expect(answer.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(answer.errors?.[0]?.message).toContain('at most 5 accounts');
  });

  it('tells hashtags and formats that go along with more views, stored by the job', async () => {
    const account = await connect();
    for (let index = 0; index < 60; index++) {
      // Neither every second post nor in a row.
      const isTagged = (index * index + index) % 5 === 0;
      const views = (isTagged ? 8_000 : 1_000) + 37 * ((index * 7) % 11);
      await post(account, {
        daysAgo: 10 + index,
        views,
        hashtags: isTagged ? ['always', 'good'] : index % 3 === 0 ? ['always', 'plain'] : ['always'],
        durationSeconds: index % 2 === 0 ? 12 : 45,
      });
    }
    await refresh(account);
    const LIFT =
      'lift { value unshrunken sampleSize verdict definition interval { lower upper level method } }';
    const { statements, result } = await captureQueries(() =>
      server.execute<{
        connection: {
          performance: {
            hashtags: { hashtag: string; lift: { value: number; interval: { lower: number } } }[];
            first: { hashtag: string }[];
            formats: object[];
          };
        };
      }>(
        `query ($id: ID!) { connection(id: $id) { performance(range: { lastDays: 90 }) {
          hashtags { hashtag lastUsedAt ${LIFT} } first: hashtags(first: 1) { hashtag }
          formats { dimension label ${LIFT} } } } }`,
        { id: globalId(account) },
      ),
    );
    const { hashtags, first, formats } = result.expectData().connection.performance;
    const { postedAt } = await services().database.prisma.tikTokVideo.findFirstOrThrow({
      where: { connectionId: account, hashtags: { has: 'good' } },
      orderBy: { postedAt: 'desc' },
    });
    expect(hashtags).toMatchObject([
      { hashtag: 'good', lastUsedAt: postedAt.toISOString(), lift: { verdict: 'HIGHER', sampleSize: 24 } },
      { hashtag: 'plain', lift: { verdict: 'NO_EVIDENCE_YET', sampleSize: 12 } },
    ]);
    expect(hashtags[0]!.lift.interval.lower).toBeGreaterThan(1);
    expect(first).toMatchObject([{ hashtag: 'good' }]);
    expect(formats).toMatchObject([
      { dimension: 'DURATION', label: 'up to 15 s', lift: { verdict: 'NO_EVIDENCE_YET', sampleSize: 30 } },
      { dimension: 'DURATION', label: '31–60 s', lift: { verdict: 'NO_EVIDENCE_YET', sampleSize: 30 } },
    ]);
    // The key, the connection, the analysis.
    expect(ofAccounts(statements).length).toBeLessThanOrEqual(3);
  });

  it('refuses a list of no or too many hashtags', async () => {
    for (const first of [0, 101]) {
      const answer = await server.execute(
        `query ($id: ID!) { connection(id: $id) { performance(range: { lastDays: 90 }) { hashtags(first: ${String(first)}) { hashtag } } } }`,
        { id: globalId(await connect()) },
      );
      expect(answer.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    }
  });

  it('refuses a ranking of no or too many videos', async () => {
    for (const first of [0, 51]) {
      const answer = await server.execute(
        `query ($id: ID!) { connection(id: $id) { performance(range: { lastDays: 30 }) { bestVideos(first: ${String(first)}) { rank } } } }`,
        { id: globalId(await connect()) },
      );
      expect(answer.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    }
  });

  it('takes the same number of SQL statements for one account and for many', async () => {
    const accounts: string[] = [];
    for (let index = 0; index < 12; index++) {
      const account = await connect(index % 2 === 0 ? 'UTC' : 'Asia/Kathmandu');
      for (let day = 0; day < 9; day++)
        await post(account, { daysAgo: 10 + day, views: 100 + day * (index + 1) });
      await refresh(account);
      accounts.push(account);
    }
    const counts: number[] = [];
    for (const ids of [accounts.slice(0, 1), accounts]) {
      const { statements, result } = await captureQueries(() => ask(ids));
      expect(result.every((performance) => performance !== null)).toBe(true);
      counts.push(ofAccounts(statements).length);
    }
    expect(counts[1]).toBe(counts[0]);
  });
});

describe('the posts that analyses see', () => {
  it('count at 7 days, or from 30 days on at their first capture, against their neighbours', async () => {
    const account = await connect('Asia/Kathmandu');
    for (let index = 0; index < 10; index++) await post(account, { daysAgo: 20 + index, views: 99 });
    for (let index = 0; index < 10; index++)
      await post(account, { daysAgo: 100 + index, views: 9, ages: [900] });
    const high = await post(account, { daysAgo: 25.5, views: 199, hashtags: ['a'] });
    // Too young; known at no age that others share; seven days between two captures that are far apart.
    await post(account, { daysAgo: 2, views: 5 });
    await post(account, { daysAgo: 60, views: 5, ages: [300] });
    await post(account, { daysAgo: 61, views: 5, ages: [24, 400] });
    const [posts] = await loadAnalysedPosts(services().database, [
      { id: account, timezone: 'Asia/Kathmandu' },
    ]);
    expect(posts).toHaveLength(21);
    expect(posts!.map(({ postedAt }) => postedAt)).toEqual(
      posts!.map(({ postedAt }) => postedAt).toSorted((a, b) => a - b),
    );
    const found = posts!.find(({ id }) => id === high)!;
    expect(found.outcome).toBeCloseTo(Math.log(2), 12);
    expect(found.hashtags).toEqual(['a']);
    // Kathmandu is 5 hours 45 minutes ahead.
    const local = new Date(found.postedAt + 5.75 * HOUR_MS);
    expect(found).toMatchObject({ hour: local.getUTCHours(), weekday: (local.getUTCDay() + 6) % 7 });
    expect(found.postsInWeekBefore).toBe(4);
    expect(posts![0]!.postsInWeekBefore).toBeNull();
  });
});

describe('comparison', () => {
  const document = `query ($ids: [ID!]!) { comparison(connectionIds: $ids, range: { lastDays: 28 }) { from to rows {
    connection { id timezone analytics(range: { lastDays: 28 }) { points { date followers } } } growth { date value } engagementRate(aggregation: MEDIAN_OF_POSTS) { value sampleSize }
    postsPerWeek outlierShare { value sampleSize interval { lower upper } } coverage { observedShare } } } }`;
  interface Comparison {
    comparison: {
      rows: {
        connection: { analytics: { points: { date: string; followers: number | null }[] } };
        growth: { date: string; value: number }[];
      }[];
    };
  }

  async function followers(connectionId: string, daysAgo: number, count: number): Promise<void> {
    await services().database.prisma.tikTokAccountAnalytics.create({
      data: {
        id: newId(),
        connectionId,
        syncId: newId(),
        capturedAt: new Date(services().clock.now().getTime() - daysAgo * DAY_MS),
        followers: count,
        source: 'DISPLAY_API',
      },
    });
  }

  it('puts accounts side by side in the order asked for', async () => {
    const [small, large] = [await connect(), await connect('Asia/Kathmandu')];
    for (const [index, account] of [small, large].entries()) {
      for (const daysAgo of [27, 26, 25])
        await followers(account, daysAgo, 100 * 10 ** index + (27 - daysAgo) * 10);
    }
    for (let index = 0; index < 12; index++) {
      await post(small, { daysAgo: 9 + index, views: index === 0 ? 90_000 : 100 + index, likes: 7 });
    }
    await refresh(small);
    const answer = await server.execute<Comparison>(document, { ids: [large, small].map(globalId) });
    const { rows } = answer.expectData().comparison;
    expect(rows).toMatchObject([
      {
        connection: { id: globalId(large), timezone: 'Asia/Kathmandu' },
        engagementRate: null,
        postsPerWeek: null,
        outlierShare: null,
      },
      {
        connection: { id: globalId(small) },
        engagementRate: { sampleSize: 12 },
        postsPerWeek: 3,
        outlierShare: { sampleSize: 12, value: 1 / 12 },
      },
    ]);
    for (const { connection, growth } of rows) {
      const points = connection.analytics.points.flatMap(({ date, followers: count }) =>
        count === null ? [] : [{ date, count }],
      );
      expect(growth.length).toBeGreaterThan(2);
      expect(growth).toEqual(
        points.map(({ date, count }) => ({ date, value: (count / points[0]!.count) * 100 })),
      );
    }
  });

  it('takes the same number of SQL statements for two accounts and for twenty', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 20; index++) ids.push(globalId(await connect()));
    const counts: number[] = [];
    for (const first of [2, 20]) {
      const { statements, result } = await captureQueries(() =>
        server.execute<Comparison>(document, { ids: ids.slice(0, first) }),
      );
      expect(result.expectData().comparison.rows).toHaveLength(first);
      counts.push(ofAccounts(statements).length);
    }
    expect(counts[1]).toBe(counts[0]);
  });

  it('refuses one account, twenty-one, one twice, another workspace’s, and two workspaces', async () => {
    const [one, two] = [await connect(), await connect()];
    const many = [];
    for (let index = 0; index < 21; index++) many.push(await connect());
    const elsewhere = await connect('UTC', (await server.addWorkspace()).id);
    const codeOf = async (ids: string[]) => {
      const answer = await server.execute(document, { ids: ids.map(globalId) });
      return answer.errors?.[0]?.extensions.code;
    };
    expect(await codeOf([one])).toBe('BAD_USER_INPUT');
    expect(await codeOf(many)).toBe('BAD_USER_INPUT');
    expect(await codeOf([one, two, one])).toBe('BAD_USER_INPUT');
    expect(await codeOf([one, elsewhere])).toBe('NOT_FOUND');
  });
});
