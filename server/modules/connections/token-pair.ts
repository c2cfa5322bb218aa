/** How long TikTok lets a pair live, in seconds from when it was asked for. */
export interface PairLifetimes {
  accessSeconds: number;
  refreshSeconds: number;
}

/** When a pair ends, and when it is renewed before that. */
export interface PairTimes {
  accessTokenExpiresAt: Date;
  refreshTokenExpiresAt: Date;
  refreshAheadAt: Date;
  renewBy: Date;
}

/** At the latest so long before the access token ends, in milliseconds: five rounds of the job that does it. */
export const REFRESH_AHEAD_MS = 10 * 60_000;
/** Pairs that were given at once are renewed at different moments: within this share of the access token's life. */
const SPREAD = 0.1;
const MAX_SPREAD_MS = 3_600_000;

/**
 * The times of a pair that was asked for at `askedAt`: of asking rather than of the answer, so that a slow answer cannot
 * make a token look alive that is not. Lifetimes are relative, so TikTok's clock and ours need not agree.
 *
 * @param chance 0–1, another one for each pair.
 */
export function pairTimes(
  askedAt: Date,
  { accessSeconds, refreshSeconds }: PairLifetimes,
  chance: number = Math.random(),
): PairTimes {
  const at = askedAt.getTime();
  const accessMs = accessSeconds * 1_000;
  const spreadMs = Math.min(accessMs * SPREAD, MAX_SPREAD_MS);
  // A token that lives shorter than the margin must not be due from its first moment on.
  const aheadMs = Math.min(REFRESH_AHEAD_MS + spreadMs * chance, accessMs / 2);
  return {
    accessTokenExpiresAt: new Date(at + accessMs),
    refreshTokenExpiresAt: new Date(at + refreshSeconds * 1_000),
    refreshAheadAt: new Date(at + accessMs - aheadMs),
    renewBy: new Date(at + (refreshSeconds * 1_000) / 2),
  };
}
