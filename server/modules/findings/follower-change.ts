import { median } from 'simple-statistics';
import type { Day } from '../analytics/calendar.ts';
import { medianInterval } from '../analytics/engagement-rate.ts';
import type { Effect } from './detected-finding.ts';

/** What an account gained between two captures about a day apart; negative where it lost. */
export interface FollowerDay {
  /** The account's day in which the later capture was made. */
  date: Day;
  /** Followers gained in 24 hours; null where the captures lie further apart than a day can be told from. */
  gained: number | null;
  /** At the later capture. */
  followers: number;
}

export interface FollowerChange {
  date: Day;
  gained: number;
  followers: number;
  /** The median day of those before it. */
  usual: number;
  /** Robust z of the signed logarithm; no unit. */
  robustZ: number;
  effect: Effect;
}

/** Days before one that tell what is usual. */
export const BASELINE_DAYS = 56;
/** Fewer known days do not tell it. */
const MIN_DAYS = 21;
/** How far a day has to be from the usual one; see docs/STATISTICS.md, "Findings". */
const MIN_Z = 6;
/** And how many times the largest gain, or loss, of the days before. */
const MIN_OVER_LARGEST = 2.5;
/** Fewer followers are no news. */
const MIN_FOLLOWERS = 50;
/** Nor is a smaller share of those there are. */
const MIN_SHARE = 0.002;

/**
 * The days among the last `lookBack` on which an account gained or lost far more followers than it usually does.
 *
 * Each day is held against the known ones of the 56 before it, at least 21: z = (s − median) / (1.4826 · MAD) of
 * s = sign(g) · log(1 + |g| / c), where g is the day's gain and c the median size of the others' (Iglewicz & Hoaglin 1993;
 * the logarithm, since gains follow views, whose tails are heavy; signed as asinh is, since days can lose). It has to
 * reach 6, be 2.5 times the largest gain (or loss) of these days, and at least 50 followers and 0.2 % of all.
 *
 * The effect is g less the median of the others, between two order statistics of theirs.
 *
 * @param days oldest first, one a day.
 */
export function findFollowerChanges(days: readonly FollowerDay[], lookBack: number): FollowerChange[] {
  const changes: FollowerChange[] = [];
  for (let index = Math.max(0, days.length - lookBack); index < days.length; index++) {
    const change = changeOn(days[index]!, days.slice(Math.max(0, index - BASELINE_DAYS), index));
    if (change !== null) changes.push(change);
  }
  return changes;
}

function changeOn(
  { date, gained, followers }: FollowerDay,
  before: readonly FollowerDay[],
): FollowerChange | null {
  if (gained === null) return null;
  const usualGains = before.flatMap((day) => day.gained ?? []).sort((a, b) => a - b);
  if (usualGains.length < MIN_DAYS) return null;
  const size = Math.abs(gained);
  if (size < MIN_FOLLOWERS || size < MIN_SHARE * followers) return null;
  const largest = gained > 0 ? usualGains.at(-1)! : -usualGains[0]!;
  if (size < MIN_OVER_LARGEST * largest) return null;
  const robustZ = robustZOf(gained, usualGains);
  if (Math.abs(robustZ) < MIN_Z || robustZ > 0 !== gained > 0) return null;
  const usual = median(usualGains);
  const interval = medianInterval(usualGains)!;
  return {
    date,
    gained,
    followers,
    usual,
    robustZ,
    effect: {
      value: gained - usual,
      interval: { ...interval, lower: gained - interval.upper, upper: gained - interval.lower },
      sampleSize: usualGains.length,
      definition:
        'Followers gained on the day, less the median of the known days of the 8 weeks before; sampleSize counts these.',
    },
  };
}

function robustZOf(gained: number, others: readonly number[]): number {
  // At least 1, so that days without any change do not make one follower an event.
  const scale = Math.max(1, median(others.map(Math.abs)));
  const signedLog = (gain: number) => Math.sign(gain) * Math.log1p(Math.abs(gain) / scale);
  const logs = others.map(signedLog);
  const center = median(logs);
  // Days that are all alike have no spread; a tenth keeps a day from being infinitely far from them.
  const deviation = Math.max(0.1, 1.4826 * median(logs.map((log) => Math.abs(log - center))));
  return (signedLog(gained) - center) / deviation;
}
