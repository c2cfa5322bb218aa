import type { Clock } from '../lib/clock.ts';
import { delaysOf, LATEST_FULL_MS, RATE_WINDOW_MS, type RateLimiter, toDecision } from '../lib/rate-limit.ts';
import type { Log } from '../lib/log.ts';
import { REDIS_PREFIX, redisConnection } from './redis-connection.ts';
import { toScript } from './redis-script.ts';

/**
 * KEYS: the caller's buckets. ARGV: the instant to count at in milliseconds (empty: Redis' own), the window, the delays
 * of the charge, and the latest that a bucket can be full. Returns whether it was let in, and in how many milliseconds each bucket is full.
 */
const CHARGE = toScript(`
local moment = tonumber(ARGV[1])
if not moment then
  local time = redis.call('TIME')
  moment = time[1] * 1000 + time[2] / 1000
end
local window, delays = tonumber(ARGV[2]), { tonumber(ARGV[3]), tonumber(ARGV[4]) }
local stored = redis.call('HMGET', KEYS[1], 'requests', 'cost')
local before, after, granted = {}, {}, 1
for bucket = 1, 2 do
  local full = tonumber(stored[bucket] or '0')
  if full > moment + tonumber(ARGV[5]) then full = moment end
  before[bucket] = math.max(full, moment)
  after[bucket] = before[bucket] + delays[bucket]
  if after[bucket] - moment > window then granted = 0 end
end
if granted == 1 then
  redis.call('HSET', KEYS[1], 'requests', string.format('%.3f', after[1]), 'cost', string.format('%.3f', after[2]))
  redis.call('PEXPIRE', KEYS[1], window)
  before = after
end
return { granted, string.format('%.3f', before[1] - moment), string.format('%.3f', before[2] - moment) }
`);

/** An operation must not wait for the counting of it: what takes longer counts as away. */
const COMMAND_TIMEOUT_MS = 500;

/**
 * Counted in Redis, for all nodes: one script a charge.
 *
 * @throws when Redis does not answer at first.
 */
export async function createRedisRateLimiter(
  url: string,
  clock: Clock,
  log: Log,
  prefix = REDIS_PREFIX,
): Promise<RateLimiter & { close(): Promise<void> }> {
  const redis = redisConnection(url, log, { commandTimeout: COMMAND_TIMEOUT_MS });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  return {
    async charge(caller, limits, charge) {
      const delays = delaysOf(limits, charge);
      const [granted, requests, cost] = (await CHARGE(
        redis,
        [`${prefix}rate:{${caller}}`],
        [clock.standsAt()?.getTime() ?? '', RATE_WINDOW_MS, delays.requestsMs, delays.costMs, LATEST_FULL_MS],
      )) as [number, string, string];
      const fullInMs = { requests: Number(requests), cost: Number(cost) };
      return toDecision(limits, fullInMs, granted === 1 ? null : delays, clock.now());
    },
    close() {
      redis.disconnect();
      return Promise.resolve();
    },
  };
}
