import type { Day } from '../calendar.ts';
import { COUNTERS } from './captures.ts';
import type { Counters } from './captures.ts';
import { spreadGains } from './gains.ts';
import type { Knot, Stretch } from './gains.ts';

/**
 * What exports say of a whole day in UTC, standing in the place of the account's day of the same date. Null is unknown;
 * counts may be negative.
 */
export interface ImportedDay extends Counters {
  date: Day;
  /** The account's day of that date, in milliseconds since 1970 (UTC). */
  start: number;
  end: number;
  followersGained: number | null;
  /** At the end of the day. */
  followers: number | null;
  profileViews: number | null;
  viewers: number | null;
  /** When the newest export that it is read from was made, in UTC. */
  downloadedOn: Day;
}

/** The days on which one group of figures is read from exports. */
export type ReadDays = ReadonlySet<ImportedDay>;

/**
 * A stretch that is read in one way: `counters` and `followers` say what of it is read from captures; else it is read
 * from the imported day that it is.
 */
export interface Piece extends Stretch {
  bucket: number;
  counters: boolean;
  followers: boolean;
}

/**
 * What was gained in followers, as far as it follows from how many there were: those of the day less those of the day
 * before, where both are known; else what the export says. TikTok's own column of differences is not stable between
 * its versions.
 *
 * @param days ascending by date.
 */
export function withFollowerGains(days: readonly ImportedDay[]): ImportedDay[] {
  const followers = new Map(days.map((day) => [day.date, day.followers]));
  return days.map((day) => {
    const before = followers.get(dayBefore(day.date)) ?? null;
    return day.followers === null || before === null
      ? day
      : { ...day, followersGained: day.followers - before };
  });
}

/** Whether the export counts what happened to videos on that day. */
export function hasCounters(day: ImportedDay): boolean {
  return COUNTERS.some((counter) => day[counter] !== null);
}

export function hasFollowers(day: ImportedDay): boolean {
  return day.followers !== null || day.followersGained !== null;
}

/**
 * Whether captures tell of a whole stretch: one lies at its beginning or before, one at its end or after, and no two
 * neighbours with a border of the stretch between them are further apart than `gapMs`.
 */
export function isCapturedThroughout(knots: readonly Knot[], stretch: Stretch, gapMs: number): boolean {
  const first = knots[0];
  const last = knots.at(-1);
  if (first === undefined || last === undefined || first.at > stretch.start || last.at < stretch.end)
    return false;
  let longest = 0;
  spreadGains(knots, [stretch], (_index, { from, to }) => {
    longest = Math.max(longest, to.at - from.at);
  });
  return longest <= gapMs;
}

/** Cuts buckets wherever the way of reading changes. Without imported days a piece is a bucket. */
export function piecesOf(
  buckets: readonly Stretch[],
  days: readonly ImportedDay[],
  counters: ReadDays,
  followers: ReadDays,
): Piece[] {
  const read = days.filter((day) => counters.has(day) || followers.has(day));
  const pieces: Piece[] = [];
  let next = 0;
  for (const [bucket, { start, end }] of buckets.entries()) {
    while (next < read.length && read[next]!.end <= start) next++;
    let from = start;
    for (let index = next; index < read.length && read[index]!.start < end; index++) {
      const day = read[index]!;
      if (from < day.start)
        pieces.push({ bucket, start: from, end: day.start, counters: true, followers: true });
      pieces.push({
        bucket,
        start: day.start,
        end: day.end,
        counters: !counters.has(day),
        followers: !followers.has(day),
      });
      from = day.end;
    }
    if (from < end) pieces.push({ bucket, start: from, end, counters: true, followers: true });
  }
  return pieces;
}

function dayBefore(date: Day): Day {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
