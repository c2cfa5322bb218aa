import { clockOf } from '../../analytics/calendar.ts';

/** Clock hours at which most people are up: from 8:00 until before 23:00. */
const WAKING = { from: 8, until: 23 };
const HOUR_MS = 3_600_000;
const HALF_HOUR_MS = HOUR_MS / 2;

/** Of each hour of the day in UTC, 24 of them: the share of a region's time zones in which it is waking time, 0–1. */
export type WakingHours = readonly number[];

/**
 * The waking hours of a region on the UTC day of `now`, since zones move their clocks. A region of several zones is awake as
 * far as its zones are, each counting alike: how many people live in each is not known here.
 *
 * @param region ISO 3166-1 alpha-2.
 * @param now milliseconds since 1970 (UTC).
 * @returns null for what is no region with a time zone.
 */
export function wakingHoursOf(region: string, now: number): WakingHours | null {
  const zones = zonesOf(region);
  if (zones.length === 0) return null;
  const midnight = now - (now % (24 * HOUR_MS));
  return Array.from({ length: 24 }, (_value, hour) => {
    const middle = midnight + hour * HOUR_MS + HALF_HOUR_MS;
    const awake = zones.filter((zone) => {
      const clock = clockOf(middle, zone).hour;
      return WAKING.from <= clock && clock < WAKING.until;
    });
    return awake.length / zones.length;
  });
}

/** By the Unicode locale data that Node comes with. */
function zonesOf(region: string): string[] {
  if (!/^[A-Z]{2}$/.test(region)) return [];
  return new Intl.Locale(`und-${region}`).getTimeZones() ?? [];
}
