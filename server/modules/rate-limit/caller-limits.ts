import type { RateDecision } from '../../lib/rate-limit.ts';
import type { Viewer } from '../accounts/viewer.ts';

/** Whose buckets an operation is taken from. */
export interface Caller {
  readonly viewer: Pick<Viewer, 'callerKey'> | null;
  /** Counts where nobody is signed in; null where it is unknown. */
  readonly ipAddress: string | null;
}

/** What callers may ask for in a minute: an API key, a user, or the address of a stranger. */
export interface CallerLimits {
  /**
   * Takes one request and what it costs out of the caller's buckets.
   *
   * @returns what is left; null where the counters are away, which keeps nobody out and is logged once.
   * @throws RateLimitedError when they do not hold that much; then nothing is taken.
   */
  charge(caller: Caller, cost: number): Promise<RateDecision | null>;
}
