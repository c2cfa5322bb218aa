import type { TikTokCredential } from '../../data/generated/prisma/client.ts';
import { TikTokError } from './connection.errors.ts';

/** TikTok's words for refusing the app itself: no credential of the app can be refreshed until somebody mends it. */
export const CLIENT_REFUSALS: readonly string[] = ['invalid_client', 'unauthorized_client'];

/** The second failure in a row waits so long, each further one twice as long; the first one may have been a moment's. */
const FIRST_DELAY_MS = 15_000;
const LAST_DELAY_MS = 15 * 60_000;
/** Nobody mends a configuration within seconds. */
const FIRST_REFUSED_DELAY_MS = 60_000;

/**
 * Milliseconds without a refresh after a failure.
 *
 * @param failures in a row, this one included: from 1.
 */
export function backoffMs(error: TikTokError, failures: number): number {
  if (error.retryAfterSeconds !== null) return error.retryAfterSeconds * 1_000;
  const first = error.problem === 'CLIENT_REFUSED' ? FIRST_REFUSED_DELAY_MS : FIRST_DELAY_MS;
  const doublings = error.problem === 'CLIENT_REFUSED' ? failures - 1 : failures - 2;
  return doublings < 0 ? 0 : Math.min(first * 2 ** doublings, LAST_DELAY_MS);
}

/** What a caller is told instead of asking TikTok once more. */
export function postponed(
  { refreshFailure, refreshRetryAt }: Pick<TikTokCredential, 'refreshFailure' | 'refreshRetryAt'>,
  now: Date,
): TikTokError {
  const waitMs = (refreshRetryAt?.getTime() ?? 0) - now.getTime();
  const isRefused = refreshFailure !== null && CLIENT_REFUSALS.includes(refreshFailure);
  return new TikTokError(
    isRefused
      ? 'TikTok refuses the app: its client key or secret is wrong, or it was withdrawn.'
      : 'TikTok did not renew the access token the last times; it is asked again later.',
    {
      code: isRefused ? 'TIKTOK_AUTH_FAILED' : 'TIKTOK_UNAVAILABLE',
      ...(isRefused && { problem: 'CLIENT_REFUSED' }),
      tikTokCode: isRefused ? refreshFailure : null,
      retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)),
    },
  );
}
