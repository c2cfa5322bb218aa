import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Database, Transaction } from '../../../data/database.ts';
import type { Sql } from '../../../data/sql.ts';
import { createQueue } from '../../../jobs/queue.ts';
import { createClock } from '../../../lib/clock.ts';
import { newId } from '../../../lib/ids.ts';
import { createTestDatabase } from '../../../testing/database.ts';
import type { TestDatabase } from '../../../testing/database.ts';
import { SILENT_LOG } from '../../../testing/log.ts';
import { captureQueries } from '../../../testing/queries.ts';
import { accountAnalytics } from '../analytics.service.ts';
import { rebuildDueJob, rebuildRollupJob } from './rebuild-rollup.job.ts';
import { createRebuildDueWorker, createRebuildRollupWorker } from './rebuild-rollup.worker.ts';
import { rebuildRollup } from './rebuild.service.ts';
import { captureVideos, captureVideosIn, createAccount, moveTo, rowsOf } from './rollup-test-kit.ts';
import type { TestAccount } from './rollup-test-kit.ts';

const NOW = new Date('2026-11-22T15:00:00Z');
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const clock = createClock();
clock.standAt(NOW);

let kit: TestDatabase;
beforeAll(async () => {
  kit = await createTestDatabase();
});
afterAll(() => kit.drop());

const counters = (views: number) => ({ number: 0, views, likes: 1, comments: 1, shares: 1 });

async function createCaptured(): Promise<TestAccount> {
  const account = await createAccount(kit.database, 'UTC', [hoursAgo(500)]);
  await captureVideos(kit.database, account, hoursAgo(40), [counters(100)]);
  await captureVideos(kit.database, account, hoursAgo(20), [counters(200)]);
  return account;
}

async function viewsGained({ connectionId: id }: TestAccount): Promise<number | null> {
  const keys = [{ id, timezone: 'UTC' }];
  const [report] = await accountAnalytics({ database: kit.database, clock }, keys, { lastDays: 5 }, 'DAY');
  return report!.totals.views;
}

it('comes to nothing where a capture came meanwhile, and leaves what was read', async () => {
  const account = await createCaptured();
  await moveTo(kit.database, account, 'Asia/Kathmandu');
  let isCaptured = false;
  const prisma = kit.database.prisma.$extends({
    query: {
      $executeRaw: async ({ args, query }) => {
        if (!isCaptured) {
          isCaptured = true;
          await captureVideos(kit.database, account, hoursAgo(1), [counters(900)]);
        }
        return query(args) as Promise<number>;
      },
    },
  });
  const database = { ...kit.database, prisma: prisma as unknown as Database['prisma'] };
  expect(await rebuildRollup({ database }, account.connectionId)).toBe(false);
  expect(isCaptured).toBe(true);
  expect(await viewsGained(account)).toBe(100);
  expect(await rebuildRollup(kit, account.connectionId)).toBe(true);
  expect(await viewsGained(account)).toBe(800);
  // Nothing is left of the epochs before.
  const { epoch } = await kit.database.prisma.analyticsRollup.findUniqueOrThrow({
    where: { connectionId: account.connectionId },
  });
  for (const days of [
    await kit.database.prisma.videoDay.findMany({ where: { connectionId: account.connectionId } }),
    await kit.database.prisma.accountDay.findMany({ where: { connectionId: account.connectionId } }),
  ]) {
    expect(new Set(days.map((day) => day.epoch))).toEqual(new Set([epoch]));
  }
});

it('is queued where it is due, and done once', async () => {
  const account = await createCaptured();
  const { connectionId } = account;
  const queue = createQueue(kit.database, SILENT_LOG, { jobs: [rebuildDueJob, rebuildRollupJob] });
  await queue.start();
  const context = { signal: new AbortController().signal, attempt: 1, isLastAttempt: true, jobId: newId() };
  const due = createRebuildDueWorker({ database: kit.database, queue, log: SILENT_LOG });
  const worker = createRebuildRollupWorker(kit);
  const queued = async () =>
    kit.database.query<{ id: string }>(
      `SELECT data->>'connectionId' AS id FROM pgboss.job WHERE name = $1 AND data->>'connectionId' = $2`,
      [rebuildRollupJob.name, connectionId],
    );
  await due.handler({}, context);
  expect(await queued()).toEqual([]);
  await moveTo(kit.database, account, 'Pacific/Apia');
  await due.handler({}, context);
  expect(await queued()).toEqual([{ id: connectionId }]);
  await worker.handler({ connectionId }, context);
  expect(await rowsOf(kit.database, account)).toHaveProperty('whole.0', 'Pacific/Apia');
  const { statements } = await captureQueries(() => worker.handler({ connectionId }, context));
  expect(statements).toHaveLength(1);
  await queue.stop({ graceMs: 0 });
});

it('is not needed by a capture, which costs three statements more than without days', async () => {
  const account = await createCaptured();
  const statements: string[] = [];
  const noted = async <T>({ args, query }: { args: Sql; query: (args: Sql) => Promise<T> }): Promise<T> => {
    statements.push(args.sql.trim());
    return query(args);
  };
  const prisma = kit.database.prisma.$extends({ query: { $queryRaw: noted, $executeRaw: noted } });
  await prisma.$transaction((tx) =>
    captureVideosIn(tx as unknown as Transaction, account, hoursAgo(1), [counters(300)], newId()),
  );
  expect(statements).toEqual([
    expect.stringMatching(/^WITH known AS/),
    expect.stringMatching(/^INSERT INTO "AnalyticsRollup"/),
    expect.stringMatching(/^SELECT v.id, v."postedAt", c.captures/),
    expect.stringMatching(/^WITH video_days AS/),
  ]);
  expect(await viewsGained(account)).toBe(200);
});
