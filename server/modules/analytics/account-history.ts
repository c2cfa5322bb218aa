import type { AccountCapture, Counter, VideoCapture } from './captures.ts';
import type { Knot } from './gains.ts';
import type { ImportedDay, ReadDays } from './imported-days.ts';

/** What is known of an account's past; captures and days ascending by time. */
export interface AccountHistory {
  /** The first capture of the account or of a video, ever, imported ones left out; null before it. Milliseconds since 1970 (UTC). */
  observedSince: number | null;
  account: readonly AccountCapture[];
  videos: readonly { postedAt: number; captures: readonly VideoCapture[] }[];
  imported: readonly ImportedDay[];
}

/** An account's past as counters over time, unknown ones left out. */
export interface AccountKnots {
  followers: readonly Knot[];
  videos: readonly ({ postedAt: number } & Readonly<Record<Counter, readonly Knot[]>>)[];
  imported: readonly ImportedDay[];
  /** The imported days whose views, likes, comments and shares are read instead of what was captured. */
  importedCounters: ReadDays;
  /** The same of followers. */
  importedFollowers: ReadDays;
}
