import { startOfUtcDay } from '../../../lib/time.ts';

/** What views and posts are told of, and how long a post counts: TikTok's own window for what is popular, in days. */
export const WINDOW_DAYS = 28;
/** The longest curve, in days. */
export const CURVE_DAYS = 90;
export const DAY_MS = 86_400_000;

/** An account that was captured no later than this is not collected any more, or not now. */
export const CURRENT_DAYS = 3;

/** An account as it was observed; instants in milliseconds since 1970 (UTC). */
export interface ObservedAccount {
  id: string;
  /** First capture of our own. */
  observedSince: number;
  /** Until when the views of all its young posts are known. */
  knownUntil: number;
}

/** Which accounts are counted, over which days: from the beginning of the first to the end of the last, in UTC. */
export interface CountedAccounts {
  /** Sorted. */
  ids: readonly string[];
  start: number;
  end: number;
}

/**
 * The accounts that are counted together. Each of them was observed on every day of the curve: an account that joined in
 * the middle would make all of its hashtags rise on that day, and one that left would make them fall.
 *
 * Of all sets of accounts that were observed since one day, the one with the most days of accounts is taken, of which no
 * account brings in more than 28. So among ten accounts a new one waits for 26 days, and nine new ones let an old one's
 * past go after four; whoever waited 28 days is always in.
 *
 * @returns null where no account was observed for a whole day, or none was of late.
 */
export function chooseAccounts(accounts: readonly ObservedAccount[], now: number): CountedAccounts | null {
  const current = accounts
    .filter(({ knownUntil }) => knownUntil >= now - CURRENT_DAYS * DAY_MS)
    .map(({ id, observedSince, knownUntil }) => ({
      id,
      from: Math.ceil(observedSince / DAY_MS) * DAY_MS,
      until: startOfUtcDay(knownUntil),
    }))
    .toSorted((a, b) => a.from - b.from);
  let best: (CountedAccounts & { accountDays: number }) | null = null;
  let end = Infinity;
  for (const [index, { from, until }] of current.entries()) {
    end = Math.min(end, until);
    const days = (end - from) / DAY_MS;
    const accountDays = (index + 1) * Math.min(days, WINDOW_DAYS);
    if (days < 1 || accountDays < (best?.accountDays ?? 0)) continue;
    const ids = current.slice(0, index + 1).map(({ id }) => id);
    best = { ids: ids.toSorted(), start: Math.max(from, end - CURVE_DAYS * DAY_MS), end, accountDays };
  }
  return best && { ids: best.ids, start: best.start, end: best.end };
}
