import { byStatus, unavailable } from '../../lib/tiktok/failures.ts';
import { TikTokError } from '../../lib/tiktok/tiktok-error.ts';

/** After a limit of a minute TikTok wants five of quiet (rate limits of the API for Business, November 2026). */
const THROTTLED_SECONDS = 300;

/** A refusal by its code, which comes with HTTP 200. */
export function businessError(code: number, status: number, logId: string | null): TikTokError {
  const facts = { tikTokCode: String(code), logId };
  switch (code) {
    case 40_100:
    case 51_021:
      return new TikTokError("The quota of TikTok's API for Business is used up for the moment.", {
        ...facts,
        code: 'TIKTOK_RATE_LIMITED',
        retryAfterSeconds: THROTTLED_SECONDS,
      });
    case 40_105:
      return new TikTokError(
        "TikTok's API for Business does not accept the token: it is wrong, or was revoked.",
        { ...facts, code: 'TIKTOK_AUTH_FAILED', problem: 'ACCESS_TOKEN_INVALID' },
      );
    case 40_001:
      return new TikTokError(
        "The token may not read trends of TikTok's API for Business, or is not of the configured id.",
        { ...facts, code: 'TIKTOK_REJECTED', problem: 'SCOPE_MISSING' },
      );
    case 50_000:
    case 51_065:
      return unavailable("TikTok's API for Business reported an internal error.", facts);
  }
  return (
    byStatus(status, facts) ??
    new TikTokError("TikTok's API for Business refused the call.", { ...facts, code: 'TIKTOK_REJECTED' })
  );
}
