import { Redis } from 'ioredis';
import { createCallRecord } from '../data/call-record.ts';
import type { Database } from '../data/database.ts';
import { createSqlCallQuota } from '../data/sql-call-quota.ts';
import type { CallLimits, CallQuota } from '../lib/call-quota.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createRedisCallQuota } from '../realtime/redis-call-quota.ts';
import { SILENT_LOG } from './log.ts';

/** A Redis that tests may use; without it they leave it out. */
export const TEST_REDIS_URL: string | undefined = process.env['TEST_REDIS_URL'];

/** Grants every call, for tests that are about something else. */
export const UNLIMITED_CALLS: CallQuota = {
  take: () => Promise.resolve({ slot: { release: () => Promise.resolve() }, retryAt: null }),
  exhausted: () => Promise.resolve(),
  usage: (resources) =>
    Promise.resolve(
      resources.map((resource) => ({
        resource,
        limit: 1_000_000,
        windowSeconds: 60,
        remaining: 1_000_000,
        reserve: 0,
        nextFreeAt: null,
      })),
    ),
};

export interface QuotaOptions {
  database: Database;
  clock: Clock;
  limits: CallLimits;
  owner: string;
  log?: Log;
}

export interface OpenQuota {
  quota: CallQuota;
  close(): Promise<void>;
}

/** Every implementation that can be had here. */
export const QUOTAS: Record<string, (options: QuotaOptions) => Promise<OpenQuota>> = {
  sql: ({ database, clock, limits, owner }) =>
    Promise.resolve({
      quota: createSqlCallQuota({ database, clock, limits, owner }),
      close: () => Promise.resolve(),
    }),
  ...(TEST_REDIS_URL !== undefined && {
    redis: async ({ database, clock, limits, owner, log = SILENT_LOG }: QuotaOptions) => {
      const record = createCallRecord(database, 'redis');
      const quota = await createRedisCallQuota(TEST_REDIS_URL, { record, clock, limits, owner, log });
      return { quota, close: () => quota.close() };
    },
  }),
};

/** Removes from Redis what was counted for the owners that begin so. */
export async function forgetCalls(owner: string): Promise<void> {
  if (TEST_REDIS_URL === undefined) return;
  const redis = new Redis(TEST_REDIS_URL);
  const keys = await redis.keys(`creatorgraph:calls:{${owner}*`);
  if (keys.length > 0) await redis.del(...keys);
  redis.disconnect();
}

/** The calls of one resource, as whoever receives them sees their instants: the most in any window. */
export function worstWindow(arrivals: readonly number[], windowMs: number): number {
  const sorted = [...arrivals].sort((a, b) => a - b);
  let worst = 0;
  let first = 0;
  sorted.forEach((at, last) => {
    while (at - sorted[first]! >= windowMs) first += 1;
    worst = Math.max(worst, last - first + 1);
  });
  return worst;
}
