import type { AccountCapture, VideoCapture } from './captures.ts';
import type { PieceGains, VideoKnots } from './piece-gains.ts';
import type { Knot, Stretch } from './gains.ts';
import type { ImportedDay, ReadDays } from './imported-days.ts';

/** What is known of an account's past; captures and days ascending by time. */
export interface AccountHistory {
  /** The first capture of the account or of a video, ever, imported ones left out; null before it. Milliseconds since 1970 (UTC). */
  observedSince: number | null;
  account: readonly AccountCapture[];
  videos: readonly { postedAt: number; captures: readonly VideoCapture[] }[];
  imported: readonly ImportedDay[];
}

/** What captures tell of an account, whether they are read themselves or were rolled up into days. */
export interface CapturedPast {
  followers: readonly Knot[];
  /** When its posts were made. */
  posts: readonly number[];
  /** First and last instant that any video's views are known at; ±Infinity without one. */
  viewsSince: number;
  viewsUntil: number;
  /** What was gained over all videos in each of the stretches, which are ascending and do not overlap. */
  gainsIn: (stretches: readonly Stretch[]) => PieceGains[];
  /** Enough are the knots next to the borders of what is asked for. */
  videos: readonly VideoKnots[];
}

/** An account's past as counters over time, with what exports tell. */
export interface AccountKnots extends CapturedPast {
  imported: readonly ImportedDay[];
  /** The imported days whose views, likes, comments and shares are read instead of what was captured. */
  importedCounters: ReadDays;
  /** The same of followers. */
  importedFollowers: ReadDays;
}
