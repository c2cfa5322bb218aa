/** TikTok's documented limit of the Display endpoints: 600 calls in a sliding minute. */
export const CALLS_A_MINUTE = 600;
const WINDOW_MS = 60_000;

export interface RateLimit {
  /** Counts a call of `key` at `now` (Unix milliseconds); false where the window is full. */
  take(key: string, now: number): boolean;
}

/** A refused call is not counted. Calls from the future are forgotten: the sandbox's clock may move back. */
export function createRateLimit(limit = CALLS_A_MINUTE): RateLimit {
  const windows = new Map<string, number[]>();
  return {
    take(key, now) {
      const calls = (windows.get(key) ?? []).filter((at) => at > now - WINDOW_MS && at <= now);
      windows.set(key, calls);
      if (calls.length >= limit) return false;
      calls.push(now);
      return true;
    },
  };
}
