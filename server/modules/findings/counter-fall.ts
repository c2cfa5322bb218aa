import { COUNTERS, type Counter, type Counters } from '../analytics/series/captures.ts';
import type { Effect } from './detected-finding.ts';

/** Three captures of a video that follow one another. */
export interface CaptureTriple {
  videoId: string;
  before: Counters;
  /** Milliseconds since 1970 (UTC). */
  at: number;
  counters: Counters;
  after: Counters;
}

export interface CounterFall {
  videoId: string;
  counter: Counter;
  /** When the fall was first seen; milliseconds since 1970 (UTC). */
  at: number;
  before: number;
  now: number;
  effect: Effect;
}

/**
 * Below these shares of a counter a fall is noise: TikTok takes back spam all the time, and people delete comments and
 * undo likes. No source has figures for TikTok; these are ours.
 */
const MIN_FALL_SHARE: Readonly<Record<Counter, number>> = {
  views: 0.05,
  likes: 0.05,
  shares: 0.1,
  comments: 0.25,
};
/** Of few, a few are nothing. */
export const MIN_FALL = 50;

/**
 * Counters that fell between two captures by more than noise, and had not come back at the capture after: one that is odd
 * for a single capture is left out. At least 50, and 5 % of views or likes, 10 % of shares, 25 % of comments.
 */
export function findCounterFalls(triples: readonly CaptureTriple[]): CounterFall[] {
  return triples.flatMap(({ videoId, at, before, counters, after }) =>
    COUNTERS.flatMap((counter) => {
      const [was, is, stayed] = [before[counter], counters[counter], after[counter]];
      if (was === null || is === null || stayed === null) return [];
      const least = Math.max(MIN_FALL, MIN_FALL_SHARE[counter] * was);
      if (was - is < least || was - stayed < least) return [];
      const share = (is - was) / was;
      const effect = {
        value: share,
        interval: { lower: share, upper: share, level: 1, method: 'none needed: TikTok’s own counts' },
        sampleSize: 1,
        definition: `Change of the video’s ${counter} between two captures, as a fraction of what they were.`,
      };
      return [{ videoId, counter, at, before: was, now: is, effect }];
    }),
  );
}
