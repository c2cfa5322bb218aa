import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ERASURES } from '../../../app/modules.ts';
import type { Prisma } from '../../../data/generated/prisma/client.ts';
import { decodeGlobalId } from '../../../lib/global-id.ts';
import { newId } from '../../../lib/ids.ts';
import { captureQueries } from '../../../testing/queries.ts';
import { connectionRow, videoRow } from '../../../testing/rows.ts';
import { startTestServer, type TestServer } from '../../../testing/server.ts';
import { viewerOfUser } from '../../accounts/user-viewer.service.ts';
import { rebuildRollup } from '../../analytics/rollup/rebuild.service.ts';
import { disconnectAndErase } from '../../connections/disconnect.service.ts';
import { moveConnection } from '../../connections/move-connection.service.ts';
import { eraseSubject } from '../../privacy/erase-subject.service.ts';
import { erasureCountsOf } from '../../privacy/stored-erasure.ts';
import { storeSightings } from '../store-sightings.service.ts';
import { corporaDue, countCorpus } from './count-corpus.service.ts';
import { createCorpusDueWorker, createCountCorpusWorker } from './count-corpus.worker.ts';

const DAY_MS = 86_400_000;
const NEVER = new AbortController().signal;

let server: TestServer;
let today: number;

beforeAll(async () => {
  server = await startTestServer();
  today = Math.floor(services().clock.now().getTime() / DAY_MS) * DAY_MS;
});
afterAll(() => server.stop());

const services = () => server.runtime.services;
const prisma = () => services().database.prisma;
const daysAgo = (days: number) => new Date(today - days * DAY_MS);
const count = (workspaceId: string) => countCorpus(services(), workspaceId, NEVER);

async function workspace(): Promise<string> {
  const id = newId();
  await prisma().workspace.create({ data: { id, name: 'Studio', slug: id, createdAt: daysAgo(100) } });
  return id;
}

interface Account {
  id: string;
  workspaceId: string;
  observed: number;
}

/** An account that has been collected for some days. */
async function account(workspaceId: string, observed = 60): Promise<Account> {
  const row = connectionRow(workspaceId, daysAgo(observed));
  await prisma().tikTokConnection.create({ data: row });
  await prisma().tikTokAccountAnalytics.create({
    data: {
      id: newId(),
      connectionId: row.id,
      syncId: newId(),
      capturedAt: daysAgo(observed),
      source: 'DISPLAY_API',
    },
  });
  return { id: row.id, workspaceId, observed };
}

/** Posts that gain 100 views a day, captured at each midnight since they were posted or the account was connected. */
async function post(
  { id: connectionId, observed }: Account,
  posts: readonly (Partial<Prisma.TikTokVideoCreateManyInput> & { age: number })[],
): Promise<string[]> {
  const captures: Prisma.TikTokAnalyticsCreateManyInput[] = [];
  const videos = posts.map(({ age, ...changes }) => {
    const id = newId();
    for (let days = Math.min(age - 1, observed); days >= 0; days--) {
      captures.push({
        id: newId(),
        videoId: id,
        connectionId,
        syncId: newId(),
        capturedAt: daysAgo(days),
        views: 100 * (age - days),
        likes: 0,
        comments: 0,
        shares: 0,
        source: 'DISPLAY_API',
      });
    }
    return {
      ...videoRow(connectionId, daysAgo(age), id),
      views: 100 * age,
      metricsCapturedAt: daysAgo(0),
      metricsSource: 'DISPLAY_API' as const,
      outlierComputedAt: daysAgo(0),
      ...changes,
    };
  });
  await prisma().tikTokVideo.createMany({ data: videos });
  await prisma().tikTokAnalytics.createMany({ data: captures });
  await rebuildRollup(services(), connectionId);
  return videos.map(({ id }) => id);
}

const tagged = (hashtag: string, ages: readonly number[]) =>
  ages.map((age) => ({ age, hashtags: [hashtag] }));

function trends(workspaceId: string) {
  return prisma().tikTokTrend.findMany({
    where: { workspaceId },
    orderBy: [{ kind: 'asc' }, { rank: 'asc' }, { key: 'asc' }],
    // The moment of measuring is another one each time.
    omit: { velocityAt: true },
    include: {
      observations: { orderBy: { capturedAt: 'asc' } },
      curves: true,
      examples: { orderBy: { position: 'asc' } },
    },
  });
}

async function curveOf(workspaceId: string, key: string): Promise<number[]> {
  const trend = (await trends(workspaceId)).find((each) => each.key === key);
  return (trend!.curves[0]!.points as [number, number][]).map(([, value]) => value);
}

async function owner(...workspaceIds: string[]) {
  const id = newId();
  const members = workspaceIds.map((workspaceId) => ({ id: newId(), workspaceId, role: 'OWNER' as const }));
  await prisma().user.create({
    data: { id, name: 'Robin', email: `${id}@example.org`, members: { create: members } },
  });
  return (await viewerOfUser(services(), id))!;
}

async function erase({ id, workspaceId }: Account) {
  const { erasureId } = await disconnectAndErase(services(), await owner(workspaceId), id, async () => {});
  await eraseSubject(services(), ERASURES, erasureId, NEVER);
  return prisma().dataErasure.findUniqueOrThrow({ where: { id: erasureId } });
}

describe('hashtags of a workspace', () => {
  it('are counted over its public posts, ranked by views', async () => {
    const id = await workspace();
    const [best, , third] = await post(await account(id), [
      ...tagged('ootd', [10, 5, 2]),
      ...tagged('rare', [4, 3]),
      { age: 20, hashtags: ['hidden'], availability: 'UNAVAILABLE' },
    ]);
    await post(await account(id), [...tagged('food', [1, 2, 3, 4]), ...tagged('ootd', [40])]);
    await count(id);

    const found = await trends(id);
    expect(found.map(({ kind, key, rank, views, posts }) => [kind, key, rank, views, posts])).toEqual([
      ['HASHTAG', 'ootd', 1, 1_700n, 3n],
      ['HASHTAG', 'food', 2, 1_000n, 4n],
    ]);
    expect(found[0]).toMatchObject({
      name: 'ootd',
      source: 'OWN_CORPUS',
      region: null,
      category: null,
      capturedAt: daysAgo(0),
      observations: [{ measure: 'WINDOW', rank: 1, views: 1_700n, posts: 3n, accounts: 1 }],
      curves: [{ unit: 'COUNT' }],
    });
    expect(found[0]!.examples.map(({ videoId }) => videoId)).toEqual([best, expect.any(String), third]);
    // The post of 40 days ago is young until 12 days ago.
    expect(await curveOf(id, 'ootd')).toEqual([
      ...Array<number>(20).fill(0),
      ...Array<number>(28).fill(100),
      ...Array<number>(2).fill(0),
      ...Array<number>(5).fill(100),
      ...Array<number>(3).fill(200),
      ...Array<number>(2).fill(300),
    ]);
  });

  it('have their source tell when they were last counted, and not where there was nothing to count', async () => {
    await prisma().trendSourceState.deleteMany();
    const lastSuccessAt = async (): Promise<unknown> => {
      const query = '{ serverInfo { trendSources { source lastSuccessAt } } }';
      const { serverInfo } = (
        await server.execute<{ serverInfo: { trendSources: { source: string; lastSuccessAt: unknown }[] } }>(
          query,
        )
      ).expectData();
      return serverInfo.trendSources.find(({ source }) => source === 'OWN_CORPUS')?.lastSuccessAt;
    };
    const id = await workspace();
    await count(id);
    expect(await lastSuccessAt()).toBeNull();
    await post(await account(id), tagged('ootd', [10, 5, 2]));
    await count(id);
    const { countedAt } = await prisma().trendCorpusState.findUniqueOrThrow({ where: { workspaceId: id } });
    expect(await lastSuccessAt()).toBe(countedAt.toISOString());
  });

  it('say the same of the same captures, however often they are counted', async () => {
    const id = await workspace();
    await post(await account(id), tagged('ootd', [10, 5, 2]));
    await count(id);
    const before = await trends(id);
    await count(id);
    expect(await trends(id)).toEqual(before);
    expect(before).toHaveLength(1);
  });

  it('are not those of another workspace', async () => {
    const [id, other] = [await workspace(), await workspace()];
    await post(await account(id), tagged('ootd', [10, 5, 2]));
    await post(await account(other), [...tagged('ootd', [10, 5, 2, 1]), ...tagged('theirs', [3, 2, 1])]);
    await count(id);
    expect((await trends(id)).map(({ key, posts }) => [key, posts])).toEqual([['ootd', 3n]]);
    expect(await trends(other)).toEqual([]);
    expect(await prisma().tikTokTrend.count({ where: { workspaceId: null } })).toBe(0);
  });

  it('do not rise because another account is connected', async () => {
    const id = await workspace();
    for (let each = 0; each < 3; each++) await post(await account(id), tagged('ootd', [30, 20, 10, 5, 2]));
    await count(id);
    const before = await curveOf(id, 'ootd');
    // Ten times as many posts, all of which had their views before, for all that is known.
    await post(
      await account(id, 3),
      tagged(
        'ootd',
        Array.from({ length: 60 }, (_, index) => 1 + (index % 27)),
      ),
    );
    await count(id);
    expect(await curveOf(id, 'ootd')).toEqual(before);
    expect((await trends(id)).map(({ posts }) => posts)).toEqual([12n]);
  });

  it('are counted anew, all days alike, once another account is counted too', async () => {
    const id = await workspace();
    await post(await account(id), tagged('ootd', [30, 20, 10, 5, 2]));
    await count(id);
    expect(await curveOf(id, 'ootd')).toHaveLength(60);
    await post(await account(id, 20), tagged('ootd', [30, 20, 10, 5, 2]));
    await count(id);
    const alone = [...Array<number>(10).fill(200), 300, 300, 300, 300, 300, 400, 400, 400, 500, 500];
    // Of both accounts; the post of 30 days ago is young for eight more days.
    const young = alone.map((views, day) => (day < 18 ? views : views - 100));
    expect(await curveOf(id, 'ootd')).toEqual(young.map((views) => 2 * views));
    expect((await trends(id)).map(({ observations }) => observations)).toEqual([
      [expect.objectContaining({ posts: 8n })],
    ]);
  });

  it('are followed after they are posted no more, and let go in the end', async () => {
    const id = await workspace();
    const first = await account(id);
    await post(first, [
      ...tagged('gone', [50, 49, 48]),
      ...tagged('ootd', [5, 4, 3]),
      ...tagged('rare', [40]),
    ]);
    const past = { source: 'OWN_CORPUS', workspaceId: id } as const;
    const seen = (name: string, days: number) => ({
      kind: 'HASHTAG' as const,
      name,
      tikTokId: null,
      region: null,
      category: null,
      capturedAt: daysAgo(days),
      rank: 1,
      views: 5_000n,
      posts: 3n,
      measure: 'WINDOW' as const,
      curve: null,
    });
    await storeSightings(services(), past, [seen('gone', 25), seen('forgotten', 95)]);
    await count(id);
    expect((await trends(id)).map(({ key, rank, posts, views }) => [key, rank, posts, views])).toEqual([
      ['ootd', 1, 3n, 1_200n],
      ['gone', null, 0n, 0n],
    ]);
  });

  it('take as many statements for many accounts as for one', async () => {
    const statements: number[] = [];
    for (const accounts of [1, 8]) {
      const id = await workspace();
      for (let each = 0; each < accounts; each++)
        await post(await account(id), [
          ...tagged('ootd', [9, 5, 2]),
          ...tagged(`tag${String(each)}`, [8, 4, 1]),
        ]);
      const { statements: sent } = await captureQueries(() => count(id));
      statements.push(sent.filter((text) => !/^(BEGIN|COMMIT|SELECT pg_)/.test(text)).length);
    }
    expect(statements).toEqual([statements[0], statements[0]]);
    // Among them five that measure how fast the trends rise.
    expect(statements[0]).toBeLessThanOrEqual(29);
  });
});

describe('formats that explode', () => {
  /** Of every six posts one, ten in all, asks something in 20 seconds; these are the outliers. */
  const posts = (z: number) =>
    Array.from({ length: 60 }, (_, index) => {
      const asks = index % 6 === 0;
      return {
        age: 1 + (index % 27),
        title: asks ? 'Which one would you wear?' : 'A calm morning',
        hashtags: asks ? ['ootd'] : [],
        durationSeconds: asks ? 20 : 20 + 30 * (index % 3),
        outlierZ: asks ? z + index / 100 : 0.1,
      };
    });

  it('are named in plain words, with the best of their videos', async () => {
    const id = await workspace();
    const ids = await post(await account(id), posts(3));
    await count(id);
    const [format, ...others] = (await trends(id)).filter(({ kind }) => kind === 'FORMAT');
    expect(others).toEqual([]);
    expect(format).toMatchObject({ rank: 1, posts: 10n, region: null, category: null });
    expect(format!.name.split(', ')).toEqual(
      expect.arrayContaining(['16–30 s', 'question in the caption', 'with #ootd']),
    );
    expect(format!.key.split('|')).toEqual(
      expect.arrayContaining(['duration:30', 'caption:question', 'hashtag:ootd']),
    );
    const asking = ids.filter((_, index) => index % 6 === 0);
    expect(format!.examples.map(({ videoId }) => videoId)).toEqual(asking.toReversed());
    expect((format!.curves[0]!.points as unknown[]).length).toBe(60);
  });

  it('are none where the posts are usual, and are looked for soon again where scores are to come', async () => {
    const id = await workspace();
    await post(await account(id), posts(0.2));
    await count(id);
    expect((await trends(id)).filter(({ kind }) => kind === 'FORMAT')).toEqual([]);

    await prisma().tikTokVideo.updateMany({
      where: { connection: { workspaceId: id } },
      data: { outlierZ: null, outlierComputedAt: null },
    });
    await count(id);
    const { dueAt } = await prisma().trendCorpusState.findUniqueOrThrow({ where: { workspaceId: id } });
    expect(dueAt.getTime() - services().clock.now().getTime()).toBeLessThanOrEqual(600_000);
  });
});

describe('a corpus', () => {
  it('is due before its first count and a day after each, but not while a connection is being erased', async () => {
    const id = await workspace();
    expect(await corporaDue(services())).not.toContain(id);
    const own = await account(id);
    await post(own, tagged('ootd', [10, 5, 2]));
    expect(await corporaDue(services())).toContain(id);
    await count(id);
    expect(await corporaDue(services())).not.toContain(id);
    await prisma().trendCorpusState.update({ where: { workspaceId: id }, data: { dueAt: daysAgo(0) } });
    expect(await corporaDue(services())).toContain(id);

    const before = await trends(id);
    await prisma().tikTokConnection.update({ where: { id: own.id }, data: { erasingSince: daysAgo(0) } });
    expect(await corporaDue(services())).not.toContain(id);
    await post({ ...own, observed: 60 }, tagged('more', [3, 2, 1]));
    await count(id);
    expect(await trends(id)).toEqual(before);
  });

  it('is counted by a job, which is queued once', async () => {
    const id = await workspace();
    await post(await account(id), tagged('ootd', [10, 5, 2]));
    const context = { signal: NEVER, attempt: 1, isLastAttempt: false, jobId: newId() };
    for (let round = 0; round < 2; round++) await createCorpusDueWorker(services()).handler({}, context);
    const queued = await services().database.query<{ data: { workspaceId: string } }>(
      `SELECT data FROM pgboss.job WHERE name = 'trends.corpus' AND data->>'workspaceId' = $1`,
      [id],
    );
    expect(queued).toEqual([{ data: { workspaceId: id } }]);
    await createCountCorpusWorker(services()).handler(queued[0]!.data, context);
    expect((await trends(id)).map(({ key }) => key)).toEqual(['ootd']);
  });

  it('waits where nothing was observed for a whole day, and a minute for a roll-up', async () => {
    const dueIn = async (id: string): Promise<number> => {
      const { dueAt } = await prisma().trendCorpusState.findUniqueOrThrow({ where: { workspaceId: id } });
      return Math.ceil((dueAt.getTime() - services().clock.now().getTime()) / 60_000);
    };
    const id = await workspace();
    const fresh = await account(id, 0);
    await post(fresh, tagged('ootd', [10, 5, 2]));
    await count(id);
    expect(await trends(id)).toEqual([]);
    expect(await dueIn(id)).toBe(60);

    const rolledUp = await account(id);
    await post(rolledUp, tagged('ootd', [10, 5, 2]));
    await prisma().analyticsRollup.update({ where: { connectionId: rolledUp.id }, data: { epoch: null } });
    await count(id);
    expect(await trends(id)).toEqual([]);
    expect(await dueIn(id)).toBe(1);
  });

  it('is erased with a connection that it was counted over, and counted anew without it', async () => {
    const id = await workspace();
    const [gone, stays] = [await account(id), await account(id)];
    await post(gone, tagged('ootd', [10, 5, 2]));
    await post(stays, [...tagged('ootd', [9, 8]), ...tagged('food', [3, 2, 1])]);
    await count(id);
    // What a file says of one of them is no word of the corpus.
    await storeSightings(services(), { source: 'CREATIVE_CENTER', workspaceId: id }, [
      {
        kind: 'HASHTAG',
        name: 'food',
        tikTokId: null,
        region: null,
        category: null,
        capturedAt: daysAgo(30),
        rank: 7,
        views: 9n,
        posts: null,
        measure: 'LIFETIME',
        curve: null,
      },
    ]);
    expect((await trends(id)).map(({ key, source }) => [key, source])).toEqual([
      ['ootd', 'OWN_CORPUS'],
      ['food', 'OWN_CORPUS'],
    ]);

    const { status, proof } = await erase(gone);
    expect(status).toBe('COMPLETED');
    const corpus = erasureCountsOf({ proof }).filter(({ name }) => /^T(rendC|rendO|ikTokTrend)/.test(name));
    expect(corpus).toEqual([
      { kind: 'TABLE', name: 'TrendCorpusState', deleted: 1, remaining: 0 },
      { kind: 'TABLE', name: 'TrendCurve', deleted: 2, remaining: 0 },
      { kind: 'TABLE', name: 'TrendObservation', deleted: 2, remaining: 0 },
      { kind: 'TABLE', name: 'TikTokTrend', deleted: 1, remaining: 0 },
      { kind: 'TABLE', name: 'TikTokTrend.source', deleted: 1, remaining: 0 },
    ]);
    expect(await trends(id)).toMatchObject([
      {
        key: 'food',
        source: 'CREATIVE_CENTER',
        rank: 7,
        views: 9n,
        capturedAt: daysAgo(30),
        observations: [{ source: 'CREATIVE_CENTER' }],
        curves: [],
        examples: [],
      },
    ]);

    expect(await corporaDue(services())).toContain(id);
    await count(id);
    expect((await trends(id)).map(({ key, posts }) => [key, posts])).toEqual([['food', 3n]]);
  });

  it('leaves nothing of a connection that moved to another workspace', async () => {
    const [from, to] = [await workspace(), await workspace()];
    const moved = await account(from);
    await post(moved, tagged('ootd', [10, 5, 2]));
    await post(await account(from), tagged('food', [3, 2, 1]));
    await count(from);
    const viewer = await owner(from, to);
    await moveConnection(services(), viewer, { connectionId: moved.id, workspaceId: to }, async () => {});
    expect(await trends(from)).toEqual([]);

    for (const id of [from, to]) {
      expect(await corporaDue(services())).toContain(id);
      await count(id);
    }
    expect((await trends(from)).map(({ key }) => key)).toEqual(['food']);
    expect((await trends(to)).map(({ key }) => key)).toEqual(['ootd']);
  });

  it('is what the collector collected of real posts', async () => {
    await server.workspace.connect(['maya', 'camille'], { days: 3 });
    const id = decodeGlobalId(server.workspace.id).id;
    for (const connection of await prisma().tikTokConnection.findMany({ where: { workspaceId: id } }))
      await rebuildRollup(services(), connection.id);
    await count(id);
    const found = (await trends(id)).filter(({ kind }) => kind === 'HASHTAG');
    expect(found.length).toBeGreaterThan(3);
    const [{ capturedAt: end }] = found as [(typeof found)[0]];
    const posts = await prisma().tikTokVideo.findMany({
      where: {
        connection: { workspaceId: id },
        availability: 'PUBLIC',
        postedAt: { gte: new Date(end.getTime() - 28 * DAY_MS), lt: end },
      },
    });
    for (const { key, posts: counted, views } of found) {
      const own = posts.filter(({ hashtags }) => hashtags.includes(key));
      expect([key, counted]).toEqual([key, BigInt(own.length)]);
      expect(views).toBe(own.reduce((sum, video) => sum + video.views!, 0n));
    }
    expect((await curveOf(id, found[0]!.key)).some((views) => views > 0)).toBe(true);
  });
});
