import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Transaction } from '../../../data/database.ts';
import { type Sql, sql } from '../../../data/sql.ts';
import { createClock } from '../../../lib/clock.ts';
import { newId } from '../../../lib/ids.ts';
import { createTestDatabase, TEST_DATABASE_URL } from '../../../testing/database.ts';
import type { TestDatabase } from '../../../testing/database.ts';
import { accountAnalytics, videoAnalytics } from '../analytics.service.ts';
import { rebuildRollup } from './rebuild.service.ts';
import { captureVideosIn, createAccount } from './rollup-test-kit.ts';
import type { TestAccount } from './rollup-test-kit.ts';

const SNAPSHOTS = ['TikTokAnalytics', 'TikTokAccountAnalytics'];
const NOW = new Date('2026-11-22T15:00:00Z');
const ZONE = 'Asia/Kathmandu';
const STEP_MS = 130 * 60_000;

interface RowsTouched {
  read: number;
  written: Record<string, number>;
}

const onPostgreSQL = TEST_DATABASE_URL === undefined ? describe.skip : describe;

onPostgreSQL('a million snapshots of one workspace (needs TEST_DATABASE_URL)', () => {
  const clock = createClock();
  clock.standAt(NOW);
  let kit: TestDatabase;
  let large: TestAccount;
  let small: TestAccount;

  beforeAll(async () => {
    kit = await createTestDatabase();
    large = await createHistory(500, 1_990);
    small = await createHistory(20, 250);
    const [count] = await kit.database.query<{ snapshots: number }>(
      'SELECT count(*)::int AS snapshots FROM "TikTokAnalytics"',
    );
    expect(count?.snapshots).toBe(1_000_000);
    await kit.database.execute('ANALYZE');
    for (const { connectionId } of [large, small]) expect(await rebuildRollup(kit, connectionId)).toBe(true);
    await kit.database.execute('ANALYZE');
  });
  afterAll(() => kit.drop());

  /** Videos that were each captured every 130 minutes until a day ago. */
  async function createHistory(videos: number, captures: number): Promise<TestAccount> {
    const { database } = kit;
    const posts = Array.from({ length: videos }, () => new Date(NOW.getTime() - 400 * 86_400_000));
    const account = await createAccount(database, ZONE, posts);
    await database.prisma.$executeRaw`
      INSERT INTO "TikTokVideo" ("id", "connectionId", "tikTokId", "hashtags", "isCaptionCut", "orientation", "format",
        "postedAt", "createdAt", "lastSeenAt")
      SELECT gen_random_uuid(), ${account.connectionId}::uuid, n::text, '{}', false, 'PORTRAIT', 'VIDEO', ${posts[0]}::timestamptz,
        ${NOW}::timestamptz, ${NOW}::timestamptz FROM generate_series(0, ${videos - 1}::int) n`;
    await database.prisma.$executeRaw`
      INSERT INTO "TikTokAnalytics" ("id", "videoId", "connectionId", "syncId", "capturedAt", "views", "likes", "comments",
        "shares", "source")
      SELECT gen_random_uuid(), v."id", v."connectionId", s.id, s.at, 1000 + s.n * 7, s.n * 2, s.n / 3, s.n / 5, 'DISPLAY_API'
      FROM (
        SELECT n, gen_random_uuid() AS id,
          ${NOW}::timestamptz - interval '1 day' - (${captures}::int - n) * (${STEP_MS}::int * interval '1 millisecond') AS at
        FROM generate_series(1, ${captures}::int) n
      ) s CROSS JOIN "TikTokVideo" v WHERE v."connectionId" = ${account.connectionId}::uuid`;
    return account;
  }

  test('90 days are read in two statements, which read no snapshots', async () => {
    const { statements, database } = watch();
    const [report] = await accountAnalytics(
      { database, clock },
      [{ id: large.connectionId, timezone: ZONE }],
      { lastDays: 90 },
      'DAY',
    );
    // Every video gained 7 views in each 130 minutes of all days but the last.
    expect(report!.points).toHaveLength(89);
    expect(report!.points[10]).toMatchObject({ viewsGained: expect.any(Number), quality: 'OBSERVED' });
    expect(report!.totals.engagementRate).toMatchObject({ sampleSize: 500 });
    expect(report!.freshness).toMatchObject({ isStale: false });
    expect(statements).toHaveLength(2);
    for (const statement of statements) {
      const relations = await relationsOf(statement);
      expect(relations).not.toHaveLength(0);
      for (const table of SNAPSHOTS) expect(relations).not.toContain(table);
    }
  });

  test('90 days of 20 videos are read in one statement, which reads no snapshots', async () => {
    const videos = await kit.database.prisma.tikTokVideo.findMany({
      where: { connectionId: large.connectionId },
      take: 20,
    });
    const { statements, database } = watch();
    const series = await videoAnalytics(
      { database, clock },
      videos.map(({ id }) => ({ id, timezone: ZONE })),
      { lastDays: 90 },
      'DAY',
    );
    expect(series.map((points) => points.length)).toEqual(videos.map(() => 89));
    expect(statements).toHaveLength(1);
    const relations = await relationsOf(statements[0]!);
    for (const table of SNAPSHOTS) expect(relations).not.toContain(table);
  });

  test('a page of 20 new snapshots costs as much as with a fortieth of the history', async () => {
    const [ofLarge, ofSmall] = [await costOfPage(large), await costOfPage(small)];
    expect(ofLarge.written).toEqual(ofSmall.written);
    expect(ofLarge.read).toBeLessThanOrEqual(ofSmall.read * 1.1);
    // Of each video those of at most five days and its neighbours; the days themselves are a handful.
    expect(ofLarge.read).toBeLessThan(20 * 150);
  });

  /** What a page of TikTok's answer reads and writes in its transaction, in rows. */
  async function costOfPage(account: TestAccount): Promise<RowsTouched> {
    const counters = { views: 20_000, likes: 5_000, comments: 700, shares: 400 };
    const videos = Array.from({ length: 20 }, (_, number) => ({ number, ...counters }));
    return kit.database.transaction(async (tx) => {
      const before = await rowsTouched(tx);
      await captureVideosIn(tx, account, NOW, videos, newId());
      const after = await rowsTouched(tx);
      const written = Object.entries(after.written).map(([name, rows]): [string, number] => [
        name,
        rows - (before.written[name] ?? 0),
      ]);
      return {
        read: after.read - before.read,
        written: Object.fromEntries(written.filter(([, rows]) => rows > 0)),
      };
    });
  }

  /** So far, by this session; earlier transactions may be among it. */
  async function rowsTouched(tx: Transaction): Promise<RowsTouched> {
    const tables = await tx.$queryRaw<{ name: string; read: number; written: number }[]>`
      SELECT relname::text AS name, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS read,
        (n_tup_ins + n_tup_upd + n_tup_del)::int AS written
      FROM pg_stat_xact_user_tables WHERE schemaname = 'public'`;
    return {
      read: tables.reduce((sum, { read }) => sum + read, 0),
      written: Object.fromEntries(tables.map(({ name, written }) => [name, written])),
    };
  }

  /** A database that remembers what is asked of it. */
  function watch() {
    const statements: Sql[] = [];
    const prisma = kit.database.prisma.$extends({
      query: {
        $queryRaw: ({ args, query }) => {
          statements.push(args);
          return query(args);
        },
      },
    });
    return {
      statements,
      database: { ...kit.database, prisma: prisma as unknown as typeof kit.database.prisma },
    };
  }

  /** The tables that the plan of a statement reads. */
  async function relationsOf(statement: Sql): Promise<string[]> {
    interface Plan {
      'Relation Name'?: string;
      Plans?: Plan[];
    }
    const [row] = await kit.database.prisma.$queryRaw<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(
      sql`EXPLAIN (FORMAT JSON) ${statement}`,
    );
    const walk = (plan: Plan): string[] => [
      ...(plan['Relation Name'] === undefined ? [] : [plan['Relation Name']]),
      ...(plan.Plans ?? []).flatMap(walk),
    ];
    return walk(row!['QUERY PLAN'][0].Plan);
  }
});
