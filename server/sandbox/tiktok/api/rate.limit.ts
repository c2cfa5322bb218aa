/** So many calls in a sliding window. */
export interface Limit {
  limit: number;
  windowSeconds: number;
}

/** TikTok's documented limit of each Display endpoint (API v2 rate limits, 4 August 2026). */
export const DISPLAY_LIMIT: Readonly<Limit> = { limit: 600, windowSeconds: 60 };

/** The API for Business: of an app at its basic tier, and of an account at one endpoint (rate limits, November 2026). */
export const ADVERTISER_LIMIT: Readonly<Limit> = { limit: 600, windowSeconds: 60 };
export const ACCOUNTS_LIMIT: Readonly<Limit> = { limit: 40, windowSeconds: 60 };

/** The Research API counts by day. */
export const RESEARCH_LIMIT: Readonly<Limit> = { limit: 1_000, windowSeconds: 86_400 };

export interface RateLimit {
  /** Counts a call of `key` at `now` (Unix milliseconds); false where the window is full. */
  take(key: string, now: number, limit: Limit): boolean;
}

/** The counted calls' instants in a ring, oldest at `head`. */
interface Window {
  instants: Float64Array;
  head: number;
  count: number;
}

/**
 * A refused call is not counted. Calls from the future are forgotten: the sandbox's clock may move back. Each call
 * enters and leaves its window once, so a call costs the same whatever the limit.
 */
export function createRateLimit(): RateLimit {
  const windows = new Map<string, Window>();
  return {
    take(key, now, { limit, windowSeconds }) {
      let window = windows.get(key);
      if (window === undefined) {
        window = { instants: new Float64Array(64), head: 0, count: 0 };
        windows.set(key, window);
      }
      while (window.count > 0 && instantAt(window, window.count - 1) > now) window.count -= 1;
      while (window.count > 0 && instantAt(window, 0) <= now - windowSeconds * 1000) {
        window.head = (window.head + 1) % window.instants.length;
        window.count -= 1;
      }
      if (window.count >= limit) return false;
      if (window.count === window.instants.length) grow(window);
      window.instants[(window.head + window.count) % window.instants.length] = now;
      window.count += 1;
      return true;
    },
  };
}

function instantAt(window: Window, index: number): number {
  return window.instants[(window.head + index) % window.instants.length] ?? 0;
}

function grow(window: Window): void {
  const larger = new Float64Array(window.instants.length * 2);
  for (let index = 0; index < window.count; index += 1) larger[index] = instantAt(window, index);
  window.instants = larger;
  window.head = 0;
}
