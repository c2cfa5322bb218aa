import { isIPv6 } from 'node:net';
import type { Services } from '../../app/services.ts';
import { unmapped } from '../../lib/address-list.ts';
import { messageOf } from '../../lib/errors.ts';
import { type RateDecision, RateLimitedError, type RateLimiter } from '../../lib/rate-limit.ts';
import { pseudonymOf } from '../../lib/secret.ts';
import type { Caller, CallerLimits } from './caller-limits.ts';

/** Takes operations out of the buckets of their callers, within what is configured. */
export function createCallerLimits(
  limiter: RateLimiter,
  { config: { rateLimits }, log }: Pick<Services, 'config' | 'log'>,
): CallerLimits {
  let isAway = false;
  return {
    async charge(caller, cost) {
      const limits = caller.viewer === null ? rateLimits.strangers : rateLimits.signedIn;
      let decision: RateDecision;
      try {
        decision = await limiter.charge(keyOf(caller), limits, { requests: 1, cost });
      } catch (error) {
        if (!isAway)
          log.warn({ reason: messageOf(error) }, 'Requests are not counted: the counters are away');
        isAway = true;
        return null;
      }
      isAway = false;
      if (decision.retryAfterSeconds !== null) {
        throw new RateLimitedError(decision, decision.retryAfterSeconds);
      }
      return decision;
    },
  };
}

function keyOf({ viewer, ipAddress }: Caller): string {
  return viewer?.callerKey ?? `address:${networkOf(ipAddress)}`;
}

/**
 * Of an IPv6 address its first 64 bits, since who has one has all that share them (RFC 6177). By a pseudonym,
 * since addresses are personal data.
 */
function networkOf(ipAddress: string | null): string {
  if (ipAddress === null) return 'unknown';
  const address = unmapped(ipAddress);
  const network = isIPv6(address) ? groupsOf(address).slice(0, 4).join(':') : address;
  return pseudonymOf(network);
}

/** The eight groups of an IPv6 address, with those that `::` stands for. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const [before, after] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''));
  const missing = tail === undefined ? 0 : 8 - before!.length - after!.length;
  return [...before!, ...Array<string>(Math.max(0, missing)).fill('0'), ...after!].map((group) =>
    group.toLowerCase().replace(/^0+(?=.)/, ''),
  );
}
