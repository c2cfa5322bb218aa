import type { Services } from '../../app/services.ts';
import { messageOf } from '../../lib/errors.ts';
import type { RateLimiter } from '../../lib/rate-limit.ts';
import { pseudonymOf } from '../../lib/secret.ts';
import type { AttemptLimit } from './attempt-limit.ts';

/**
 * Attempts a minute. Those of one address on one account are few; those of all addresses on one account are more, so
 * that a stranger who guesses does not keep its owner out.
 */
const LIMITS = {
  guess: { pair: 6, account: 30, address: 60 },
  mail: { pair: 2, account: 3, address: 20 },
} as const;

/** Counted for all nodes together. Where the counters are away nobody is kept out, which is logged. */
export function createAttemptLimit(limiter: RateLimiter, { log }: Pick<Services, 'log'>): AttemptLimit {
  return {
    async take(kind, account, ipAddress) {
      const { pair, account: ofAccount, address } = LIMITS[kind];
      // Of this machine itself come the operator and what serves for others without saying so.
      const from = ipAddress === null || /^(::1|(::ffff:)?127\.)/.test(ipAddress) ? null : ipAddress;
      const whose = account?.trim().toLowerCase() ?? null;
      // By pseudonyms, since addresses are personal data.
      const buckets: [string, number][] = [];
      if (from !== null) buckets.push([`address:${from}`, address]);
      if (whose !== null) {
        buckets.push([`pair:${ipAddress ?? ''}:${whose}`, pair]);
        buckets.push([`account:${whose}`, ofAccount]);
      }
      try {
        for (const [key, limit] of buckets) {
          const { retryAfterSeconds } = await limiter.charge(
            `${kind}:${pseudonymOf(key)}`,
            { requests: limit, cost: limit },
            { requests: 1, cost: 1 },
          );
          if (retryAfterSeconds !== null) return retryAfterSeconds;
        }
      } catch (error) {
        log.warn({ reason: messageOf(error) }, 'Attempts to sign in are not counted: the counters are away');
      }
      return null;
    },
  };
}
