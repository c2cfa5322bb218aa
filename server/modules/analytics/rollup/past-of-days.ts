import type { CapturedPast } from '../series/account-history.ts';
import { toFollowerKnots } from '../series/account-knots.ts';
import { COUNTERS } from '../series/captures.ts';
import type { AccountCapture } from '../series/captures.ts';
import type { Stretch } from '../series/gains.ts';
import { noGains } from '../series/piece-gains.ts';
import type { PieceGains } from '../series/piece-gains.ts';
import type { DaySums, GapSum } from './day-sums.ts';
import type { DayNumber, ZoneDays } from './zone-days.ts';

/** A row of table AccountDay. */
export interface AccountDay extends DaySums {
  day: DayNumber;
  captures: readonly AccountCapture[];
  /** Of captures of videos in the day, milliseconds since 1970 (UTC); null without one. */
  videosFirstAt: number | null;
  videosLastAt: number | null;
}

/** What an account's days tell, ascending by time; instants in milliseconds since 1970 (UTC). */
export interface AccountDays {
  zone: ZoneDays;
  days: readonly AccountDay[];
  gaps: readonly GapSum[];
  posts: readonly number[];
  viewsSince: number;
  viewsUntil: number;
}

/** The same past as captures tell, as long as stretches begin and end with days of the zone. */
export function pastOfDays(account: AccountDays): Omit<CapturedPast, 'videos'> {
  const { posts, viewsSince, viewsUntil } = account;
  return {
    followers: toFollowerKnots(account.days.flatMap(({ captures }) => captures)),
    posts,
    viewsSince,
    viewsUntil,
    gainsIn: (stretches) => gainsOfDays(account, stretches),
  };
}

/** First and last capture of each day. */
export function instantsOf(days: readonly AccountDay[]): number[] {
  return days.flatMap(({ captures, videosFirstAt, videosLastAt }) =>
    [...captures.map(({ at }) => at), videosFirstAt, videosLastAt].filter((at) => at !== null),
  );
}

function gainsOfDays({ zone, days, gaps }: AccountDays, stretches: readonly Stretch[]): PieceGains[] {
  const pieces = stretches.map(noGains);
  for (const { day, gained, parts, absolute, gapAbsolute, gapParts } of days) {
    const piece = pieces[indexOf(stretches, zone.startOf(day))];
    if (piece === undefined) continue;
    for (const counter of COUNTERS) {
      if (parts[counter] === 0) continue;
      piece[counter] = (piece[counter] ?? 0) + gained[counter];
      piece.parts += parts[counter];
      piece.sources.add('DISPLAY_API');
    }
    piece.absolute += absolute;
    piece.absoluteAcrossGaps += gapAbsolute;
    piece.partsAcrossGaps += gapParts;
  }
  // What lies within one stretch from end to end is not across a border of it, though of each of its days it is.
  for (const { first, last, absolute, parts } of gaps) {
    const index = indexOf(stretches, zone.startOf(first));
    const piece = pieces[index];
    if (piece === undefined || zone.startOf(last + 1) > stretches[index]!.end) continue;
    piece.absoluteAcrossGaps -= absolute;
    piece.partsAcrossGaps -= parts;
  }
  return pieces;
}

/** Of the stretch that an instant lies in; −1 without one. */
function indexOf(stretches: readonly Stretch[], instant: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (stretches[middle]!.end <= instant) low = middle + 1;
    else high = middle;
  }
  return low < stretches.length && stretches[low]!.start <= instant ? low : -1;
}
