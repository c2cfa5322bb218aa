import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSqlRateLimiter } from '../data/sql-rate-limiter.ts';
import { createClock, type MovableClock } from '../lib/clock.ts';
import { newId } from '../lib/ids.ts';
import { createMemoryRateLimiter, type RateLimiter } from '../lib/rate-limit.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { SILENT_LOG } from '../testing/log.ts';
import { createRedisRateLimiter } from './redis-rate-limiter.ts';

const LIMITS = { requests: 60, cost: 600 };
const START = new Date('2026-11-22T12:00:00Z');
const REDIS = process.env['TEST_REDIS_URL'];

let kit: TestDatabase;
beforeAll(async () => {
  kit = await createTestDatabase();
});
afterAll(() => kit.drop());

type Opened = RateLimiter & { close?: () => Promise<void> };

describe.each<[string, (clock: MovableClock) => Opened | Promise<Opened>]>([
  ['in the process', createMemoryRateLimiter],
  ['in the database', (clock) => createSqlRateLimiter(kit.database, clock, SILENT_LOG)],
  ...(REDIS === undefined
    ? []
    : [
        ['in Redis', (clock: MovableClock) => createRedisRateLimiter(REDIS, clock, SILENT_LOG)] as [
          string,
          (clock: MovableClock) => Promise<Opened>,
        ],
      ]),
])('buckets that are counted %s', (_where, open) => {
  let limiter: Opened;
  let clock: MovableClock;
  let caller: string;
  beforeAll(async () => {
    clock = createClock();
    limiter = await open(clock);
  });
  afterAll(() => limiter.close?.());

  const at = (seconds: number) => {
    clock.standAt(new Date(START.getTime() + seconds * 1_000));
  };
  const charge = (requests: number, cost: number) => limiter.charge(caller, LIMITS, { requests, cost });
  const begin = () => {
    caller = newId();
    at(0);
  };

  it('are full at first, and tell what is left and when they are full again', async () => {
    begin();
    expect(await charge(1, 60)).toEqual({
      requests: { limit: 60, remaining: 59, resetAt: new Date(START.getTime() + 1_000) },
      cost: { limit: 600, remaining: 540, resetAt: new Date(START.getTime() + 6_000) },
      retryAfterSeconds: null,
    });
  });

  it('let in as much as they hold, and say when there is enough again', async () => {
    begin();
    await charge(60, 1);
    const refused = await charge(1, 1);
    expect(refused).toMatchObject({ requests: { remaining: 0 }, retryAfterSeconds: 1 });
    at(1);
    expect((await charge(1, 1)).retryAfterSeconds).toBeNull();
    expect((await charge(1, 1)).retryAfterSeconds).toBe(1);
  });

  it('are full where the clock was set back behind what they were charged at', async () => {
    begin();
    await charge(60, 600);
    at(-3_600);
    expect(await charge(1, 1)).toMatchObject({ requests: { remaining: 59 }, retryAfterSeconds: null });
    expect(await charge(59, 1)).toMatchObject({ requests: { remaining: 0 }, retryAfterSeconds: null });
    expect((await charge(1, 1)).retryAfterSeconds).toBe(1);
  });

  it('take nothing of either where one does not hold enough', async () => {
    begin();
    await charge(1, 600);
    const refused = await charge(1, 300);
    expect(refused).toMatchObject({
      requests: { remaining: 59 },
      cost: { remaining: 0 },
      retryAfterSeconds: 30,
    });
    expect(await charge(59, 0)).toMatchObject({ requests: { remaining: 0 }, retryAfterSeconds: null });
  });

  it('refill evenly, and never above what they hold', async () => {
    begin();
    await charge(60, 600);
    at(30);
    expect(await charge(0, 0)).toMatchObject({ requests: { remaining: 30 }, cost: { remaining: 300 } });
    at(3_600);
    expect(await charge(0, 0)).toMatchObject({ requests: { remaining: 60 }, cost: { remaining: 600 } });
  });

  it('let in what costs more than they ever hold, when they are full', async () => {
    begin();
    expect((await charge(1, 5_000)).retryAfterSeconds).toBeNull();
    expect((await charge(1, 5_000)).retryAfterSeconds).toBe(60);
  });

  it('are of one caller', async () => {
    begin();
    await charge(60, 600);
    caller = newId();
    expect((await charge(1, 1)).retryAfterSeconds).toBeNull();
  });

  it('count each of many that come at once', async () => {
    begin();
    const decisions = await Promise.all(Array.from({ length: 100 }, () => charge(1, 1)));
    expect(decisions.filter(({ retryAfterSeconds }) => retryAfterSeconds === null)).toHaveLength(60);
  });
});

it('are shared by all who count in one database', async () => {
  const clock = createClock();
  clock.standAt(START);
  const caller = newId();
  const [one, other] = [1, 2].map(() => createSqlRateLimiter(kit.database, clock, SILENT_LOG)) as [
    RateLimiter,
    RateLimiter,
  ];
  await one.charge(caller, LIMITS, { requests: 60, cost: 1 });
  const { retryAfterSeconds } = await other.charge(caller, LIMITS, { requests: 1, cost: 1 });
  expect(retryAfterSeconds).toBe(1);
});
