import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeGlobalId, encodeGlobalId } from '../../lib/global-id.ts';
import { newId } from '../../lib/ids.ts';
import { captureQueries } from '../../testing/queries.ts';
import { connectionRow, videoRow } from '../../testing/rows.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { refreshAnalyses } from '../performance/refresh-analyses.service.ts';
import { raiseChanges, raiseTakeOffs } from './detect-changes.service.ts';
import type { DetectedFinding } from './detected-finding.ts';
import { raiseFindings } from './raise-findings.service.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let server: TestServer;
let account: { id: string; timezone: string };

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  account = await connect();
});

const services = () => server.runtime.services;
const prisma = () => services().database.prisma;
const now = () => services().clock.now().getTime();
const globalId = (id: string) => encodeGlobalId('TikTokConnection', id);

async function connect(): Promise<{ id: string; timezone: string }> {
  const id = newId();
  await prisma().tikTokConnection.create({
    data: connectionRow(decodeGlobalId(server.workspace.id).id, services().clock.now(), id),
  });
  return { id, timezone: 'UTC' };
}

/** A video with its captures: views and likes at ages in hours. */
async function post(
  connectionId: string,
  daysAgo: number,
  captures: Readonly<Record<number, { views: number; likes?: number }>>,
): Promise<string> {
  const postedAt = new Date(now() - daysAgo * DAY_MS);
  const known = Object.entries(captures).map(([hours, counters]) => ({
    ...counters,
    capturedAt: new Date(postedAt.getTime() + Number(hours) * HOUR_MS),
  }));
  const id = newId();
  await prisma().tikTokVideo.create({
    data: {
      ...videoRow(connectionId, postedAt, id),
      views: known.at(-1)!.views,
      metricsCapturedAt: known.at(-1)!.capturedAt,
      metricsSource: 'DISPLAY_API',
    },
  });
  await prisma().tikTokAnalytics.createMany({
    data: known.map((capture) => ({
      id: newId(),
      videoId: id,
      connectionId,
      syncId: newId(),
      ...capture,
      source: 'DISPLAY_API' as const,
    })),
  });
  return id;
}

/** Posts of one age: steady views that differ from post to post. */
const at72 = (views: number) => ({ 72: { views } });
const spread = (index: number) => 1 + ((index * 7) % 11) / 10;

async function usualVideos(): Promise<void> {
  for (let index = 0; index < 12; index++) {
    const views = Math.round(1_000 * spread(index));
    await post(account.id, 20 + index, { 24: { views: Math.round(views / 2) }, 72: { views } });
  }
}

async function followers(perDay: readonly (number | null)[]): Promise<void> {
  let count = 10_000;
  for (const [index, gained] of perDay.entries()) {
    count += gained ?? 0;
    if (gained === null) continue;
    await prisma().tikTokAccountAnalytics.create({
      data: {
        id: newId(),
        connectionId: account.id,
        syncId: newId(),
        capturedAt: new Date(now() - (perDay.length - 1 - index) * DAY_MS),
        followers: count,
        source: 'DISPLAY_API',
      },
    });
  }
}

interface FindingAnswer {
  id: string;
  kind: string;
  summary: string;
  startedOn: string;
  effect: {
    value: number;
    sampleSize: number;
    definition: string;
    interval: { lower: number; upper: number };
  };
  videos: { id: string }[];
}

const FINDING = `id kind summary startedOn detectedAt effect { value sampleSize definition interval { lower upper level method } }
  videos { id postedAt } connection { id }`;
const FINDINGS = `query ($ids: [ID!]!, $first: Int) { nodes(ids: $ids) { ... on TikTokConnection {
  findings(first: $first) { totalCount edges { node { ${FINDING} } } } } } }`;

interface FindingsAnswer {
  nodes: { findings: { totalCount: number; edges: { node: FindingAnswer }[] } }[];
}

async function findings(): Promise<FindingAnswer[]> {
  const answer = await server.execute<FindingsAnswer>(FINDINGS, { ids: [globalId(account.id)] });
  return answer.expectData().nodes[0]!.findings.edges.map(({ node }) => node);
}

const detected = (change: Partial<DetectedFinding> = {}): DetectedFinding => ({
  kind: 'REACH_DROP',
  subject: 'account',
  summary: 'Reach dropped.',
  startedOn: '2026-03-10',
  effect: {
    value: 0.5,
    interval: { lower: 0.4, upper: 0.6, level: 0.95, method: 'none' },
    sampleSize: 40,
    definition: 'a multiple',
  },
  videoIds: [],
  ...change,
});
const raise = (...changes: Partial<DetectedFinding>[]) =>
  raiseFindings(services(), account.id, changes.map(detected));

const refresh = () => refreshAnalyses(services(), account.id, new AbortController().signal);

describe('a video that takes off', () => {
  it('is raised after the sync that shows it, once, with the video', async () => {
    await usualVideos();
    const viral = await post(account.id, 3.1, { 24: { views: 700 }, 72: { views: 60_000 } });
    await refresh();
    const raised = await findings();
    expect(raised).toMatchObject([
      {
        kind: 'VIRAL_TAKE_OFF',
        effect: { sampleSize: 12 },
        videos: [{ id: encodeGlobalId('TikTokVideo', viral) }],
        connection: { id: globalId(account.id) },
      },
    ]);
    expect(raised[0]!.summary).toMatch(
      /^A video takes off: 60,000 views at 72 hours, [\d,]+ times what is usual\. /,
    );
    expect(raised[0]!.effect.value).toBeCloseTo(60_000 / 1_450, 5);

    // Scores are reckoned at every call, changes of other kinds every six hours.
    await refresh();
    await raiseTakeOffs(services(), account);
    expect(await findings()).toEqual(raised);
  });

  it('is looked for at every sync', async () => {
    await usualVideos();
    await refresh();
    expect(await findings()).toEqual([]);
    await post(account.id, 3.1, { 24: { views: 700 }, 72: { views: 60_000 } });
    await refresh();
    expect(await findings()).toMatchObject([{ kind: 'VIRAL_TAKE_OFF' }]);
  });
});

describe('the reach of posts', () => {
  async function postAll(count: number, views: number, lastDaysAgo: number): Promise<string[]> {
    const ids: string[] = [];
    for (let index = 0; index < count; index++) {
      ids.push(
        await post(account.id, lastDaysAgo + (count - 1 - index), at72(Math.round(views * spread(index)))),
      );
    }
    return ids;
  }

  it('that drops is raised once, however often the job runs and posts come', async () => {
    await postAll(30, 1_000, 30);
    const after = await postAll(12, 150, 10);
    await refresh();
    const raised = await findings();
    expect(raised).toMatchObject([
      {
        kind: 'REACH_DROP',
        startedOn: new Date(now() - 21 * DAY_MS).toISOString().slice(0, 10),
        effect: { sampleSize: 42 },
        videos: after.slice(0, 10).map((id) => ({ id: encodeGlobalId('TikTokVideo', id) })),
      },
    ]);
    expect(raised[0]!.effect.value).toBeCloseTo(0.15, 1);
    expect(raised[0]!.summary).toContain('(12 posts against 30)');

    await postAll(4, 150, 4);
    await raiseChanges(services(), account);
    await raiseChanges(services(), account);
    expect(await findings()).toEqual(raised);
  });

  it('that rises is a change point, and what follows is held against the new level', async () => {
    await postAll(30, 1_000, 90);
    await postAll(12, 9_000, 70);
    await raiseChanges(services(), account);
    expect(await findings()).toMatchObject([{ kind: 'CHANGE_POINT' }]);
    await postAll(20, 9_000, 40);
    await raiseChanges(services(), account);
    expect(await findings()).toHaveLength(1);
    await postAll(12, 500, 10);
    await raiseChanges(services(), account);
    expect((await findings()).map(({ kind }) => kind)).toEqual(['REACH_DROP', 'CHANGE_POINT']);
  });
});

describe('followers', () => {
  const usual = Array.from({ length: 40 }, (_value, index) => 20 + ((index * 7) % 11));

  it('that jump or fall in a day are raised, with unusual videos of the days before', async () => {
    const behind = await post(account.id, 4, at72(90_000));
    await prisma().tikTokVideo.update({ where: { id: behind }, data: { outlierZ: 7 } });
    await followers([...usual, 2_000, 25, 25]);
    await raiseChanges(services(), account);
    expect(await findings()).toMatchObject([
      {
        kind: 'FOLLOWER_JUMP',
        summary: 'The account gained 2,000 followers in a day; usual is a gain of 25.',
        startedOn: new Date(now() - 2 * DAY_MS).toISOString().slice(0, 10),
        effect: { value: 1_975, sampleSize: 39 },
        videos: [{ id: encodeGlobalId('TikTokVideo', behind) }],
      },
    ]);

    account = await connect();
    await followers([...usual, -900]);
    await raiseChanges(services(), account);
    expect(await findings()).toMatchObject([{ kind: 'FOLLOWER_DROP', videos: [] }]);
  });

  it('of days that nobody captured raise nothing', async () => {
    await followers([...usual, null, null, 2_000]);
    await raiseChanges(services(), account);
    expect(await findings()).toEqual([]);
  });
});

describe('a counter', () => {
  it('that TikTok took back is raised once', async () => {
    const video = await post(account.id, 10, {
      24: { views: 5_000, likes: 900 },
      48: { views: 9_000, likes: 700 },
      72: { views: 9_500, likes: 705 },
    });
    for (let run = 0; run < 2; run++) await raiseChanges(services(), account);
    expect(await findings()).toMatchObject([
      {
        kind: 'COUNTER_FALL',
        summary:
          'The likes of a video fell by 22 %, from 900 to 700; TikTok takes back counts that it holds for spam.',
        videos: [{ id: encodeGlobalId('TikTokVideo', video) }],
      },
    ]);
  });
});

describe('raiseFindings', () => {
  it('knows a change again whose first day moved, and raises another one', async () => {
    await raise({});
    await raise({ startedOn: '2026-03-08' }, { startedOn: '2026-03-12' });
    expect(await findings()).toHaveLength(1);
    await raise({ startedOn: '2026-05-12' }, { kind: 'CHANGE_POINT' });
    expect(await findings()).toHaveLength(3);
  });

  it('raises once what two find at a time', async () => {
    await Promise.all([raise({}), raise({ startedOn: '2026-03-11' }), raise({})]);
    expect(await findings()).toHaveLength(1);
  });

  it('raises nothing of a connection that is being erased', async () => {
    await prisma().tikTokConnection.update({
      where: { id: account.id },
      data: { erasingSince: services().clock.now() },
    });
    await raise({});
    expect(await prisma().finding.count({ where: { connectionId: account.id } })).toBe(0);
  });

  it('tells those who follow the connection, once, and what became of it later', async () => {
    type Told = Record<string, unknown>;
    const follow = () =>
      server.subscribe<{ connectionEvents: Told }>(
        `subscription ($id: ID!) { connectionEvents(connectionId: $id, after: 0) { __typename sequence
          ... on FindingRaised { finding { kind videos { id } } } } }`,
        { id: globalId(account.id) },
      );
    const told: Told[] = [];
    const live = follow();
    const done = (async () => {
      for await (const { data } of live) if (told.push(data!.connectionEvents) === 2) break;
    })();
    await raise({});
    await raise({ startedOn: '2026-03-11' });
    await raise({ kind: 'CHANGE_POINT' });
    await done;
    expect(told).toEqual([
      { __typename: 'FindingRaised', sequence: 1, finding: { kind: 'REACH_DROP', videos: [] } },
      { __typename: 'FindingRaised', sequence: 2, finding: { kind: 'CHANGE_POINT', videos: [] } },
    ]);

    await prisma().finding.deleteMany({ where: { connectionId: account.id, kind: 'REACH_DROP' } });
    for await (const { data } of follow()) {
      expect(data!.connectionEvents).toMatchObject({ sequence: 1, finding: null });
      break;
    }
  });
});

describe('findings', () => {
  it('take the same number of SQL statements for one and for many, of one account and of several', async () => {
    const accounts: string[] = [];
    for (let index = 0; index < 3; index++) {
      account = await connect();
      accounts.push(globalId(account.id));
      const videoIds = [await post(account.id, 5, at72(10)), await post(account.id, 6, at72(10))];
      const months = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01'];
      await raise(...months.map((startedOn) => ({ startedOn, videoIds })));
    }
    const counts: number[] = [];
    for (const [ids, first] of [
      [accounts.slice(0, 1), 1],
      [accounts, 3],
    ] as const) {
      const { statements, result } = await captureQueries(() =>
        server.execute<FindingsAnswer>(FINDINGS, { ids, first }),
      );
      const pages = result.expectData().nodes;
      expect(pages.map(({ findings: page }) => page.totalCount)).toEqual(ids.map(() => 4));
      expect(pages.every(({ findings: page }) => page.edges.length === first)).toBe(true);
      expect(pages.every(({ findings: page }) => page.edges[0]!.node.startedOn === '2026-04-01')).toBe(true);
      expect(
        pages.every(({ findings: page }) => page.edges.every(({ node }) => node.videos.length === 2)),
      ).toBe(true);
      // Jobs of the server have other tables.
      counts.push(statements.filter((sql) => /"(Finding|FindingVideo|TikTokVideo)"/.test(sql)).length);
    }
    expect(counts).toEqual([1, 1]);
  });
});
