import { setTimeout as delay } from 'node:timers/promises';
import { TikTokError } from './tiktok-error.ts';

export interface Retries {
  /** Further attempts after a network failure, a 5xx or no JSON. */
  retries: number;
  /** Wait before the first further attempt; doubles, with full jitter. */
  retryBaseMs: number;
}

/** Makes `attempt`, and again after a failure that may have passed. Only for calls that may be repeated. */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  { retries, retryBaseMs, signal }: Retries & { signal: AbortSignal | undefined },
): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (failures >= retries || !isPassing(error)) throw error;
    }
    await delay(Math.random() * retryBaseMs * 2 ** failures, undefined, { signal }).catch(() =>
      signal?.throwIfAborted(),
    );
  }
}

/** A rate limit wants a minute, not a second, and what TikTok cannot mean it would only say again. */
function isPassing(error: unknown): boolean {
  return error instanceof TikTokError && error.code === 'TIKTOK_UNAVAILABLE' && error.problem === null;
}
