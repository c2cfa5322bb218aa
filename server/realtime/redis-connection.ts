import { Redis, type RedisOptions } from 'ioredis';
import { messageOf } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';

/** Put before every key and topic, so that deployments can share a Redis; its database numbers do not part topics. */
export const REDIS_PREFIX = 'creatorgraph:';

const RECONNECT_DELAY_MAX_MS = 2_000;

/** A connection, not yet opened, that reconnects for ever and logs once when Redis goes away and once when it is back. */
export function redisConnection(url: string, log: Log, options: RedisOptions = {}): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    autoResubscribe: false,
    // What waits in a queue for Redis to come back is worth nothing: who wanted it looks elsewhere meanwhile.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    disconnectTimeout: 200,
    retryStrategy: (times) => Math.min(times * 100, RECONNECT_DELAY_MAX_MS),
    ...options,
  });
  let isAway = false;
  redis.on('error', (error: Error) => {
    if (!isAway) log.warn({ reason: messageOf(error) }, 'Redis is away');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) log.info({}, 'Redis is back');
    isAway = false;
  });
  return redis;
}
