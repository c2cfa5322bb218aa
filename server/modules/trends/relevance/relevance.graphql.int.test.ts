import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Prisma } from '../../../data/generated/prisma/client.ts';
import { decodeGlobalId, encodeGlobalId } from '../../../lib/global-id.ts';
import { newId } from '../../../lib/ids.ts';
import { captureQueries } from '../../../testing/queries.ts';
import { connectionRow } from '../../../testing/rows.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../../testing/server.ts';
import { storeAnalysis } from '../../performance/stored-analysis.ts';
import { announceExplosions } from './announce-explosions.service.ts';
import { profileOf, TREND_PROFILE } from './trend-profile.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let stranger: TestWorkspace;

beforeAll(async () => {
  server = await startTestServer();
  stranger = await server.addWorkspace();
});
afterAll(() => server.stop());
beforeEach(async () => {
  // Each test has its own accounts and trends.
  await prisma().tikTokConnection.deleteMany();
  await prisma().tikTokTrend.deleteMany();
});

const services = () => server.runtime.services;
const prisma = () => services().database.prisma;
const daysAgo = (days: number) => new Date(services().clock.now().getTime() - days * DAY_MS);
const rowId = (globalId: string) => decodeGlobalId(globalId).id;
const connectionOf = (id: string) => encodeGlobalId('TikTokConnection', id);
const trendOf = (id: string) => encodeGlobalId('TikTokTrend', id);

/** An account whose posts of the last days have these hashtags; without any, its profile was never made. */
async function connect(
  hashtags: string[] | null,
  workspace: TestWorkspace = server.workspace,
): Promise<string> {
  const now = services().clock.now();
  const row = connectionRow(rowId(workspace.id), now);
  await prisma().tikTokConnection.create({ data: row });
  if (hashtags !== null) {
    const posts = Array.from({ length: 8 }, (_value, index) => ({
      postedAt: daysAgo(10 + index).getTime(),
      hashtags,
      features: hashtags.map((hashtag) => `hashtag:${hashtag}`),
    }));
    const profile = profileOf(posts, [], [], now.getTime());
    const inputs = { timezone: 'UTC', computedAt: now, inputsThrough: now };
    await services().database.transaction((tx) => storeAnalysis(tx, row.id, TREND_PROFILE, inputs, profile));
  }
  return row.id;
}

/** A hashtag that explodes since yesterday, shared by all. */
async function explode(
  key: string,
  facts: Partial<Prisma.TikTokTrendUncheckedCreateInput> = {},
): Promise<string> {
  const id = newId();
  await prisma().tikTokTrend.create({
    data: {
      id,
      kind: 'HASHTAG',
      key,
      name: key,
      identity: id,
      source: 'CREATIVE_CENTER',
      posts: 20_000,
      stage: 'EXPLODING',
      growthLower: 0.2,
      explodingSince: daysAgo(1),
      capturedAt: daysAgo(0),
      firstSeenAt: daysAgo(3),
      lastSeenAt: daysAgo(0),
      ...facts,
    },
  });
  return id;
}

interface RelevanceAnswer {
  score: number;
  hashtagOverlap: number | null;
  categoryFit: number | null;
  audienceTime: number | null;
  freshness: number | null;
  ownLift: { value: number } | null;
  computedAt: string;
}

const PARTS = 'score hashtagOverlap categoryFit audienceTime freshness ownLift { value } computedAt';

async function relevance(trend: string, connection: string) {
  const answer = await server.execute<{ trend: { relevance: RelevanceAnswer | null } }>(
    `query ($trend: ID!, $connection: ID!) { trend(id: $trend) { relevance(connectionId: $connection) { ${PARTS} } } }`,
    { trend: trendOf(trend), connection: connectionOf(connection) },
  );
  return answer;
}

describe('relevance', () => {
  it('is told in parts, with the category from what shared trends say of the hashtags in use', async () => {
    const account = await connect(['cats', 'mine']);
    await explode('cats', { category: 'Pets' });
    // Of a workspace, so nobody else's business; also not its own other accounts'.
    await explode('mine', { category: 'Food', workspaceId: rowId(server.workspace.id) });
    const trend = await explode('kittens', { category: 'pets', region: 'US' });
    const { relevance: told } = (await relevance(trend, account)).expectData().trend;
    expect(told).toMatchObject({ hashtagOverlap: 0, categoryFit: 8 / 10, ownLift: null });
    expect(told!.audienceTime).toEqual(expect.any(Number));
    expect(told!.freshness).toBeGreaterThan(0.8);
    const { categoryFit, audienceTime, freshness } = told!;
    expect(told!.score).toBeCloseTo(0.75 * categoryFit! * ((1 + (2 * freshness! + audienceTime!) / 3) / 2));
    expect(Date.parse(told!.computedAt)).toBeLessThanOrEqual(services().clock.now().getTime());

    const food = (await relevance(await explode('soup', { category: 'Food' }), account)).expectData();
    expect(food.trend.relevance).toMatchObject({ categoryFit: 0, audienceTime: null });
  });

  it('of a format of its workspace is by the posts that show it', async () => {
    const account = await connect(['cats', 'fyp']);
    const facts = { kind: 'FORMAT', workspaceId: rowId(server.workspace.id), source: 'OWN_CORPUS' } as const;
    const shown = await relevance(await explode('hashtag:cats|hashtag:fyp', facts), account);
    expect(shown.expectData().trend.relevance).toMatchObject({ hashtagOverlap: 1, categoryFit: null });
    const other = await relevance(await explode('hashtag:cats|hashtag:dogs', facts), account);
    expect(other.expectData().trend.relevance).toMatchObject({ hashtagOverlap: 0 });
  });

  it('is null before it was computed, and to an account of another workspace, with an error', async () => {
    const trend = await explode('cats');
    const early = await relevance(trend, await connect(null));
    expect(early.expectData().trend.relevance).toBeNull();

    const theirs = await connect(['cats'], stranger);
    const { data, errors } = await relevance(trend, theirs);
    expect(data).toEqual({ trend: { relevance: null } });
    expect(errors).toMatchObject([{ path: ['trend', 'relevance'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it('takes the same number of SQL statements for one trend and for many, and for one account and for several', async () => {
    const accounts = [await connect(['cats']), await connect(['dogs']), await connect(['cats', 'dogs'])];
    for (let index = 0; index < 12; index++) await explode(`cats${String(index)}`, { region: 'FR' });
    const counts: number[] = [];
    for (const [first, asked] of [
      [1, accounts.slice(0, 1)],
      [12, accounts],
    ] as const) {
      const fields = asked
        .map((id, index) => `of${String(index)}: relevance(connectionId: "${connectionOf(id)}") { ${PARTS} }`)
        .join(' ');
      const { statements, result } = await captureQueries(() =>
        server.execute<{ trends: { edges: { node: Record<string, RelevanceAnswer> }[] } }>(
          `query ($first: Int) { trends(first: $first) { edges { node { ${fields} } } } }`,
          { first },
        ),
      );
      const nodes = result.expectData().trends.edges.map(({ node }) => node);
      expect(nodes).toHaveLength(first);
      expect(nodes.flatMap((node) => Object.values(node)).every((one) => typeof one.score === 'number')).toBe(
        true,
      );
      counts.push(statements.length);
    }
    // The page, whose accounts these are, their profiles, and the categories of their hashtags.
    expect(counts).toEqual([4, 4]);
  });
});

interface Told {
  connectionEvents: {
    __typename: string;
    sequence: number;
    trend: { name: string; relevance: { score: number } | null } | null;
  };
}

const FOLLOW = `subscription ($id: ID!) { connectionEvents(connectionId: $id, after: 0) {
  __typename sequence ... on TrendExploded { trend { name } } } }`;

/** The names of the trends that the log tells of, in its order. */
async function toldOf(connection: string): Promise<string[]> {
  const events = await prisma().streamEvent.findMany({
    where: { stream: `connection:${connection}` },
    orderBy: { sequence: 'asc' },
  });
  const trends = await prisma().tikTokTrend.findMany({ select: { id: true, name: true } });
  const names = new Map(trends.map(({ id, name }) => [id, name]));
  return events.map(({ type, payload }) => {
    expect(type).toBe('TrendExploded');
    return names.get((payload as { trendId: string }).trendId)!;
  });
}

const announce = (trendIds?: string[]) => announceExplosions(services(), trendIds);

describe('a trend that explodes', () => {
  it('is told to those who follow an account to which it is relevant, and to no other', async () => {
    const [cats, dogs, unknown] = [await connect(['cats']), await connect(['dogs']), await connect(null)];
    const live = server.subscribe<Told>(FOLLOW, { id: connectionOf(cats) });
    await explode('cats');
    await announce();
    const { value } = (await live.next()) as { value: { data: Told } };
    expect(value.data.connectionEvents).toEqual({
      __typename: 'TrendExploded',
      sequence: 1,
      trend: { name: 'cats' },
    });
    await live.return?.();
    expect(await toldOf(dogs)).toEqual([]);
    expect(await toldOf(unknown)).toEqual([]);
  });

  it('is told to every account of a workspace that watches it', async () => {
    const accounts = [await connect(['dogs']), await connect(null)];
    const other = await connect(['dogs'], stranger);
    const trendId = await explode('cats');
    await prisma().trendWatch.create({
      data: { workspaceId: rowId(server.workspace.id), trendId, watchedAt: daysAgo(1) },
    });
    await announce([trendId]);
    for (const account of accounts) expect(await toldOf(account)).toEqual(['cats']);
    expect(await toldOf(other)).toEqual([]);
  });

  it('is told once a spell, however many tell it at the same time', async () => {
    const accounts = [await connect(['cats', 'dogs']), await connect(['cats', 'dogs'])];
    const [cats] = [await explode('cats'), await explode('dogs')];
    await Promise.all([announce(), announce(), announce([cats]), announce()]);
    await announce();
    for (const account of accounts) expect((await toldOf(account)).toSorted()).toEqual(['cats', 'dogs']);

    await prisma().tikTokTrend.update({ where: { id: cats }, data: { explodingSince: daysAgo(0.1) } });
    await announce();
    for (const account of accounts) {
      expect((await toldOf(account)).toSorted()).toEqual(['cats', 'cats', 'dogs']);
    }
  });

  it('is not told of where it began long ago, is over, or is not among those asked for', async () => {
    const account = await connect(['cats', 'dogs', 'owls']);
    await explode('cats', { explodingSince: daysAgo(15) });
    await explode('dogs', { explodingSince: null });
    const owls = await explode('owls');
    await announce([newId()]);
    expect(await toldOf(account)).toEqual([]);
    await announce([owls, newId()]);
    expect(await toldOf(account)).toEqual(['owls']);
  });

  it('is lost to nobody where it could not be stored', async () => {
    const account = await connect(['cats']);
    await explode('cats');
    const { database } = services();
    await database.execute(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'away'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON "StreamEvent" FOR EACH ROW EXECUTE FUNCTION refuse();`);
    try {
      await expect(announce()).rejects.toThrow('away');
    } finally {
      await database.execute('DROP TRIGGER refuse ON "StreamEvent"; DROP FUNCTION refuse();');
    }
    expect(await prisma().trendAnnouncement.count()).toBe(0);
    await announce();
    expect(await toldOf(account)).toEqual(['cats']);
  });

  it('of a workspace is told to its own accounts alone, and not to those that are being erased', async () => {
    const own = await connect(['cats']);
    const theirs = await connect(['cats'], stranger);
    const leaving = await connect(['cats']);
    await prisma().tikTokConnection.update({ where: { id: leaving }, data: { erasingSince: daysAgo(0) } });
    await explode('cats', { workspaceId: rowId(server.workspace.id), source: 'OWN_CORPUS' });
    await announce();
    expect(await toldOf(own)).toEqual(['cats']);
    expect(await toldOf(theirs)).toEqual([]);
    expect(await toldOf(leaving)).toEqual([]);
  });

  it('stays hidden from whoever has the account now that the workspace has it no more', async () => {
    const account = await connect(['cats']);
    await explode('cats', { workspaceId: rowId(server.workspace.id) });
    await announce();
    await prisma().tikTokConnection.update({
      where: { id: account },
      data: { workspaceId: rowId(stranger.id) },
    });
    const live = server.subscribe<Told>(FOLLOW, { id: connectionOf(account) }, { as: stranger.ownerKey });
    const { value } = (await live.next()) as { value: { data: Told } };
    expect(value.data.connectionEvents).toEqual({ __typename: 'TrendExploded', sequence: 1, trend: null });
    await live.return?.();
  });

  it('takes the same number of SQL statements to look at one account and at two hundred', async () => {
    await connect(['dogs']);
    for (let index = 0; index < 30; index++) await explode(`cats${String(index)}`);
    const count = async () => (await captureQueries(() => announce())).statements.length;
    const one = await count();
    const now = services().clock.now();
    const rows = Array.from({ length: 198 }, () => connectionRow(rowId(server.workspace.id), now));
    await prisma().tikTokConnection.createMany({ data: rows });
    await prisma().tikTokAnalysis.createMany({
      data: rows.map(({ id }) => ({
        connectionId: id,
        ...TREND_PROFILE,
        timezone: 'UTC',
        computedAt: now,
        result: { hashtags: [], formerHashtags: [], features: [], activeHours: null, lifts: [] },
      })),
    });
    expect(await count()).toBe(one);
  });

  it('is told beyond the first two hundred accounts', async () => {
    const now = services().clock.now();
    const rows = Array.from({ length: 203 }, () => connectionRow(rowId(server.workspace.id), now));
    await prisma().tikTokConnection.createMany({ data: rows });
    const trendId = await explode('cats');
    await prisma().trendWatch.create({
      data: { workspaceId: rowId(server.workspace.id), trendId, watchedAt: now },
    });
    await announce();
    expect(await prisma().trendAnnouncement.count()).toBe(203);
  });
});
