import { createCallRecord } from '../data/call-record.ts';
import type { Database } from '../data/database.ts';
import { createSqlCallQuota } from '../data/sql-call-quota.ts';
import type { CallLimits, CallQuota } from '../lib/call-quota.ts';
import type { Clock } from '../lib/clock.ts';
import type { Config } from '../lib/config.ts';
import type { Log } from '../lib/log.ts';
import type { Metrics } from '../lib/metrics.ts';
import { orExplain } from '../lib/start-error.ts';
import { TIKTOK_ENDPOINTS } from '../vendors/tiktok/port.ts';

/** TikTok counts in a sliding minute (developers.tiktok.com, rate limits, read August 2026). */
const WINDOW_MS = 60_000;

interface Deps {
  database: Database;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

/**
 * TikTok's quota of calls, counted in Redis where one is configured, else in the database.
 *
 * @param overrides limits in the place of the configured ones, by endpoint; and whose calls are counted together, in the
 * place of the app's.
 * @throws when Redis does not answer.
 */
export async function createTikTokQuota(
  { redisUrl, tiktok }: Config,
  { database, clock, log, metrics }: Deps,
  overrides: { limits?: CallLimits | undefined; owner?: string | undefined } = {},
): Promise<CallQuota & { close(): Promise<void> }> {
  const configured = { limit: tiktok.callsPerMinute, windowMs: WINDOW_MS };
  const options = {
    clock,
    limits: {
      ...Object.fromEntries(TIKTOK_ENDPOINTS.map((name) => [name, configured])),
      ...overrides.limits,
    },
    // TikTok counts by app and endpoint.
    owner: overrides.owner ?? `tiktok:${tiktok.clientKey}`,
  };
  const inRedis = async (url: string) => {
    const { createRedisCallQuota } = await import('../realtime/redis-call-quota.ts');
    return createRedisCallQuota(url, { ...options, record: createCallRecord(database, 'redis'), log });
  };
  const quota =
    redisUrl === null
      ? { ...createSqlCallQuota({ ...options, database }), close: () => Promise.resolve() }
      : await orExplain('REDIS_URL', 'Redis must run there.', inRedis(redisUrl));
  watch(quota, metrics);
  return quota;
}

function watch(quota: CallQuota, metrics: Metrics): void {
  const labels = ['endpoint'] as const;
  const readings = async (figure: 'limit' | 'remaining') =>
    (await quota.usage(TIKTOK_ENDPOINTS)).map((usage) => ({
      labels: { endpoint: usage.resource },
      value: usage[figure],
    }));
  metrics.gauge(
    { name: 'tiktok_quota_limit_calls', help: "Calls that TikTok's window has room for.", labels },
    () => readings('limit'),
  );
  metrics.gauge(
    { name: 'tiktok_quota_remaining_calls', help: "Calls that are left in TikTok's window.", labels },
    () => readings('remaining'),
  );
}
