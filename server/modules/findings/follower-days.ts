import { dayOf } from '../analytics/calendar.ts';
import { GAP_MS } from '../analytics/series/captures.ts';
import type { FollowerDay } from './follower-change.ts';

const HOUR_MS = 3_600_000;
/** Captures closer together than this belong to one day: what is gained in an hour, times 24, is not a day's gain. */
const SHORTEST_DAY_MS = 20 * HOUR_MS;

/**
 * What was gained from day to day, oldest first: from one capture to the next that was made at least 20 hours later,
 * brought to 24 hours. Null where that one was made more than 36 hours later, since a gain of several days is no jump of one.
 *
 * @param captures ascending by time; `at` in milliseconds since 1970 (UTC).
 */
export function followerDaysOf(
  captures: readonly { at: number; followers: number }[],
  timezone: string,
): FollowerDay[] {
  const days: FollowerDay[] = [];
  let from = captures[0];
  for (const capture of captures) {
    if (from === undefined || capture.at - from.at < SHORTEST_DAY_MS) continue;
    const hours = (capture.at - from.at) / HOUR_MS;
    const gained = capture.at - from.at > GAP_MS ? null : ((capture.followers - from.followers) * 24) / hours;
    days.push({
      date: dayOf(capture.at, timezone),
      gained: gained === null ? null : Math.round(gained),
      followers: capture.followers,
    });
    from = capture;
  }
  return days;
}
