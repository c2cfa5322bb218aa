import type { Clock } from './clock.ts';
import { DomainError } from './errors.ts';

/** What a bucket holds when it is full, and what flows back within RATE_WINDOW_MS, evenly. */
export interface RateLimits {
  readonly requests: number;
  readonly cost: number;
}

/** What one operation takes out of the two buckets. */
export type RateCharge = RateLimits;

/** How one bucket stands. */
export interface RateBucket {
  readonly limit: number;
  /** 0 – `limit`, rounded down. */
  readonly remaining: number;
  /** When it is full again if nothing more is taken; now, where it is. */
  readonly resetAt: Date;
}

/** How the buckets of a caller stand after an operation, or would, had it been let in. */
export interface RateDecision {
  readonly requests: RateBucket;
  readonly cost: RateBucket;
  /** Until both buckets hold enough, 1 or more; null: the operation was let in and has been charged. */
  readonly retryAfterSeconds: number | null;
}

/** The caller's buckets do not hold what the operation costs. Nothing of it was done. */
export class RateLimitedError extends DomainError {
  readonly code = 'RATE_LIMITED';
  readonly decision: RateDecision;
  readonly retryAfterSeconds: number;

  constructor(decision: RateDecision, retryAfterSeconds: number) {
    const wait = `${String(retryAfterSeconds)} ${retryAfterSeconds === 1 ? 'second' : 'seconds'}`;
    super(`Too much was asked for in the last minute; try again in ${wait}.`);
    this.decision = decision;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Two token buckets a caller. A bucket is one instant, the one at which it will be full again: every charge moves it on, and
 * time fills the bucket by passing. A charge that does not fit into both changes neither.
 */
export interface RateLimiter {
  /**
   * @param caller whose buckets.
   * @throws when the counters cannot be reached.
   */
  charge(caller: string, limits: RateLimits, charge: RateCharge): Promise<RateDecision>;
}

/** The time in which an empty bucket fills. */
export const RATE_WINDOW_MS = 60_000;

/**
 * No bucket is full later than this from now on, in milliseconds. One that seems to be was charged before the clock was set
 * back, by how much nobody knows: it counts as full.
 */
export const LATEST_FULL_MS = RATE_WINDOW_MS + 1_000;

/** By how long each bucket will be full later. A charge above the limit empties a full bucket, and is let in by no other. */
export function delaysOf(limits: RateLimits, charge: RateCharge): { requestsMs: number; costMs: number } {
  const delay = (amount: number, limit: number) => (Math.min(amount, limit) / limit) * RATE_WINDOW_MS;
  return {
    requestsMs: delay(charge.requests, limits.requests),
    costMs: delay(charge.cost, limits.cost),
  };
}

/**
 * @param fullInMs until each bucket is full, as it now stands.
 * @param delays of a charge that was refused; null where it was let in.
 */
export function toDecision(
  limits: RateLimits,
  fullInMs: { requests: number; cost: number },
  delays: { requestsMs: number; costMs: number } | null,
  now: Date,
): RateDecision {
  const bucket = (limit: number, fullIn: number): RateBucket => {
    const ms = Math.min(RATE_WINDOW_MS, Math.max(0, fullIn));
    // A little is added: instants are kept to a fraction of a microsecond, and that must not cost a whole one.
    const remaining = Math.min(limit, Math.floor(limit * (1 - ms / RATE_WINDOW_MS) + 0.05));
    return { limit, remaining, resetAt: new Date(now.getTime() + Math.ceil(ms)) };
  };
  const waitMs =
    delays === null
      ? null
      : Math.max(fullInMs.requests + delays.requestsMs, fullInMs.cost + delays.costMs) - RATE_WINDOW_MS;
  return {
    requests: bucket(limits.requests, fullInMs.requests),
    cost: bucket(limits.cost, fullInMs.cost),
    retryAfterSeconds: waitMs === null ? null : Math.max(1, Math.ceil(waitMs / 1_000)),
  };
}

/** Callers whose buckets are kept before the full ones are forgotten. */
const SWEEP_ABOVE = 10_000;

/** Counted in this process, for the embedded database, which has but one. */
export function createMemoryRateLimiter(clock: Clock): RateLimiter {
  /** When the buckets are full, in milliseconds since 1970. */
  const fullAt = new Map<string, { requests: number; cost: number }>();
  let sweepAbove = SWEEP_ABOVE;

  function sweep(now: number): void {
    if (fullAt.size <= sweepAbove) return;
    for (const [caller, { requests, cost }] of fullAt)
      if (Math.max(requests, cost) <= now) fullAt.delete(caller);
    // Else it would be done again with every charge while all of them are busy.
    sweepAbove = Math.max(SWEEP_ABOVE, 2 * fullAt.size);
  }

  return {
    charge(caller, limits, charge) {
      const at = clock.now();
      const now = at.getTime();
      sweep(now);
      const delays = delaysOf(limits, charge);
      const known = fullAt.get(caller);
      const since = (fullAt = now) => (fullAt > now + LATEST_FULL_MS ? now : Math.max(fullAt, now));
      const before = { requests: since(known?.requests), cost: since(known?.cost) };
      const after = { requests: before.requests + delays.requestsMs, cost: before.cost + delays.costMs };
      const isGranted = Math.max(after.requests, after.cost) - now <= RATE_WINDOW_MS;
      if (isGranted) fullAt.set(caller, after);
      const stands = isGranted ? after : before;
      const fullInMs = { requests: stands.requests - now, cost: stands.cost - now };
      return Promise.resolve(toDecision(limits, fullInMs, isGranted ? null : delays, at));
    },
  };
}
