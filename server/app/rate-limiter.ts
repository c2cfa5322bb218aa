import type { Database } from '../data/database.ts';
import { createSqlRateLimiter } from '../data/sql-rate-limiter.ts';
import type { Clock } from '../lib/clock.ts';
import type { Config } from '../lib/config.ts';
import type { Log } from '../lib/log.ts';
import { createMemoryRateLimiter, type RateLimiter } from '../lib/rate-limit.ts';
import { orExplain } from '../lib/start-error.ts';

/**
 * Counts what callers ask for where all nodes see it: in Redis where one is configured, else in PostgreSQL, and with the
 * embedded database, which serves one process, in that process.
 *
 * @throws when Redis does not answer.
 */
export async function createRateLimiter(
  { redisUrl }: Config,
  { database, clock, log }: { database: Database; clock: Clock; log: Log },
): Promise<RateLimiter & { close(): Promise<void> }> {
  if (redisUrl !== null) {
    const { createRedisRateLimiter } = await import('../realtime/redis-rate-limiter.ts');
    return orExplain('REDIS_URL', 'Redis must run there.', createRedisRateLimiter(redisUrl, clock, log));
  }
  const limiter =
    database.kind === 'pglite' ? createMemoryRateLimiter(clock) : createSqlRateLimiter(database, clock, log);
  return { ...limiter, close: () => Promise.resolve() };
}
