import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { createCallRecord } from '../data/call-record.ts';
import { createSqlCallQuota } from '../data/sql-call-quota.ts';
import { CALL_LEASE_MS, type CallQuota } from '../lib/call-quota.ts';
import { createClock, type MovableClock } from '../lib/clock.ts';
import { newId } from '../lib/ids.ts';
import { forgetCalls, TEST_REDIS_URL } from '../testing/call-quotas.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { createRecordingLog, type LogEntry } from '../testing/log.ts';
import { createProxy } from '../testing/proxy.ts';
import { createRedisCallQuota, type RedisCallQuotaOptions } from './redis-call-quota.ts';

const EPOCH = Date.parse('2026-11-22T08:00:00.000Z');
const LIMITS = { calls: { limit: 10, windowMs: 60_000 } };
const LOST_SECONDS = 60 + CALL_LEASE_MS / 1_000;

async function until(isDone: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setImmediate(resolve));
}

const withRedis = TEST_REDIS_URL === undefined ? describe.skip : describe;

withRedis('a quota of calls in Redis', () => {
  const url = TEST_REDIS_URL ?? '';
  let testDatabase: TestDatabase;
  let redis: Redis;
  let clock: MovableClock;
  let owner: string;
  let logged: LogEntry[];
  let disposers: (() => Promise<void>)[];

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    redis = new Redis(url);
  });
  afterAll(async () => {
    redis.disconnect();
    await testDatabase.drop();
  });
  beforeEach(() => {
    clock = createClock();
    at(0);
    owner = `test:${newId()}`;
    disposers = [];
  });
  afterEach(async () => {
    for (const dispose of disposers.reverse()) await dispose();
    await forgetCalls(owner);
  });

  function at(seconds: number): void {
    clock.standAt(new Date(EPOCH + seconds * 1_000));
  }

  /** A node that has just started. */
  async function open(options: Partial<RedisCallQuotaOptions> & { url?: string } = {}): Promise<CallQuota> {
    const { log, entries } = createRecordingLog();
    logged = entries;
    const quota = await createRedisCallQuota(options.url ?? url, {
      record: createCallRecord(testDatabase.database, 'redis'),
      clock,
      limits: LIMITS,
      owner,
      log,
      ...options,
    });
    disposers.push(() => quota.close());
    return quota;
  }

  async function waitOf(quota: CallQuota): Promise<number | null> {
    const { retryAt } = await quota.take('calls', 'USER');
    return retryAt === null ? null : (retryAt.getTime() - clock.now().getTime()) / 1_000;
  }

  const slotsKey = (): string => `creatorgraph:calls:{${owner}:calls}:slots`;
  const forget = () => redis.del(slotsKey(), slotsKey().replace(/slots$/, 'waiting'));

  /** As if it had begun to count a while ago. */
  async function age(): Promise<void> {
    await testDatabase.database.query(
      `UPDATE "CallQuota" SET "firstGrantedAt" = "firstGrantedAt" - interval '1 hour' WHERE resource = $1`,
      [`${owner}:calls`],
    );
  }

  it('grants at once where no call was ever granted, to all that ask at once', async () => {
    const quota = await open();
    const decisions = await Promise.all(Array.from({ length: 10 }, () => quota.take('calls', 'USER')));
    expect(decisions.every(({ slot }) => slot !== null)).toBe(true);
    expect(await waitOf(quota)).toBe(60);
    expect(logged).toEqual([]);
  });

  it('goes on counting when a node starts again', async () => {
    const before = await open();
    for (let call = 0; call < 7; call += 1) await before.take('calls', 'USER');
    await age();
    const after = await open();
    expect(await after.usage(['calls'])).toMatchObject([{ remaining: 3 }]);
    expect(await waitOf(after)).toBeNull();
    expect(logged).toEqual([]);
  });

  it.each([
    ['Redis has lost its counters', forget],
    [
      'Redis was restarted, with what it had saved some while ago',
      async () => {
        const [run] = await redis.zrangebyscore(slotsKey(), '+inf', '+inf');
        await redis.zrem(slotsKey(), run ?? '');
        await redis.zadd(slotsKey(), '+inf', 'run:another');
      },
    ],
  ])('counts the window as full where %s', async (_name, lose) => {
    const quota = await open();
    const { slot } = await quota.take('calls', 'USER');
    await age();
    await lose();
    at(1);
    expect(await waitOf(quota)).toBe(LOST_SECONDS);
    // An answer to a call from before does no harm.
    await slot!.release();
    expect(await quota.usage(['calls'])).toMatchObject([
      { remaining: 0, nextFreeAt: new Date(EPOCH + (1 + LOST_SECONDS) * 1_000) },
    ]);
    const other = await open();
    expect(await waitOf(other)).toBe(LOST_SECONDS);
    at(LOST_SECONDS + 0.999);
    expect(await waitOf(quota)).toBe(0.001);
    at(LOST_SECONDS + 1);
    for (let call = 0; call < 10; call += 1) expect(await waitOf(quota)).toBeNull();
    expect(await waitOf(quota)).toBe(60);
  });

  it('counts it as full where Redis loses all again meanwhile', async () => {
    const quota = await open();
    await quota.take('calls', 'USER');
    await age();
    await forget();
    expect(await waitOf(quota)).toBe(LOST_SECONDS);
    at(50);
    await forget();
    expect(await waitOf(quota)).toBe(LOST_SECONDS);
    expect(logged.map(({ message }) => message)).toEqual([
      'The counters of calls are lost: none is granted for a while',
      'The counters of calls are lost: none is granted for a while',
    ]);
  });

  it('finds the loss also where somebody only looks', async () => {
    const quota = await open();
    await quota.take('calls', 'USER');
    await age();
    await forget();
    expect(await quota.usage(['calls'])).toMatchObject([{ remaining: 0 }]);
  });

  it('waits for the node that is about to begin, and begins itself where that one is gone', async () => {
    // It told the database, and had no time for Redis.
    await createCallRecord(testDatabase.database, 'redis').claim(`${owner}:calls`);
    const quota = await open();
    expect(await waitOf(quota)).toBe(1);
    await age();
    expect(await waitOf(quota)).toBe(LOST_SECONDS);
  });

  it('counts the window as full where the database counted until now, and the other way round', async () => {
    const inSql = () => createSqlCallQuota({ database: testDatabase.database, clock, limits: LIMITS, owner });
    await inSql().take('calls', 'USER');
    const inRedis = await open();
    expect(await waitOf(inRedis)).toBe(LOST_SECONDS);
    at(LOST_SECONDS);
    expect(await waitOf(inRedis)).toBeNull();
    expect(await waitOf(inSql())).toBe(LOST_SECONDS);
    at(2 * LOST_SECONDS);
    expect(await waitOf(inSql())).toBeNull();
    // Redis has the counters of then, which say nothing of now.
    expect(await waitOf(await open())).toBe(LOST_SECONDS);
  });

  it('grants nothing while Redis is away, and says so once', async () => {
    const proxy = await createProxy(url);
    const quota = await open({ url: proxy.url });
    const { slot } = await quota.take('calls', 'USER');
    await proxy.close();
    // Until the socket has noticed, the first one may be cut in the middle: that refuses, too.
    expect(await waitOf(quota)).toBe(1);
    expect(await waitOf(quota)).toBe(1);
    await slot!.release();
    await quota.exhausted('calls');
    await expect(quota.usage(['calls'])).rejects.toThrow('Redis cannot count calls now');
    await until(() => logged.length > 0);
    expect(logged.map(({ message }) => message)).toEqual(['Redis is away']);
  });

  it('grants nothing while Redis does not answer', async () => {
    const proxy = await createProxy(url);
    disposers.push(proxy.close);
    const quota = await open({ url: proxy.url, commandTimeoutMs: 50 });
    expect(await waitOf(quota)).toBeNull();
    proxy.stall();
    expect(await waitOf(quota)).toBe(1);
  });

  it('goes on when the connection was cut, or Redis has forgotten the scripts', async () => {
    const proxy = await createProxy(url);
    disposers.push(proxy.close);
    const quota = await open({ url: proxy.url });
    expect(await waitOf(quota)).toBeNull();
    await redis.script('FLUSH');
    expect(await waitOf(quota)).toBeNull();
    proxy.cut();
    await until(async () => {
      const wait = await waitOf(quota);
      expect([null, 1]).toContain(wait);
      return wait === null;
    });
  });

  it('refuses to start without it', async () => {
    await expect(open({ url: 'redis://127.0.0.1:1' })).rejects.toThrow();
  });
});
