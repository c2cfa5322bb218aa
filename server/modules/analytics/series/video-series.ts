import type { Bucket, Day } from '../calendar.ts';
import { GAP_MS } from './captures.ts';
import type { Counters, MetricSource, VideoCapture } from './captures.ts';

export type PointQuality = 'OBSERVED' | 'UTC_DAY' | 'INTERPOLATED';

/** A video's counters at the end of a bucket, with their changes since the point before. */
export interface VideoPoint extends Counters {
  /** The last capture inside the bucket. */
  at: Date;
  /** First day of the bucket. */
  date: Day;
  deltaViews: number | null;
  deltaLikes: number | null;
  deltaComments: number | null;
  deltaShares: number | null;
  source: MetricSource;
  quality: PointQuality;
}

/**
 * A video's points, one for each bucket with a capture inside, oldest first.
 *
 * - Counters are those of the last capture inside; a counter that capture does not know stays null.
 * - Deltas are against the point before, which may lie before the first bucket: a day's delta does not depend on
 *   the range it is read in. They are null on the first capture of all, and where either counter is unknown.
 *   Falls stay falls.
 * - INTERPOLATED where the bucket's beginning lies between two captures more than `GAP_MS` apart: its delta then
 *   belongs in part to the time before it. Else OBSERVED.
 *
 * @param captures ascending by time. Enough are: the last before the buckets, and the first and last of each
 *   day; more change nothing.
 */
export function videoSeries(captures: readonly VideoCapture[], buckets: readonly Bucket[]): VideoPoint[] {
  const points: VideoPoint[] = [];
  let next = 0;
  let previous: VideoCapture | undefined;
  for (const { date, start, end } of buckets) {
    while (next < captures.length && captures[next]!.at < start) previous = captures[next++];
    const first = captures[next];
    let last: VideoCapture | undefined;
    while (next < captures.length && captures[next]!.at < end) last = captures[next++];
    if (first === undefined || last === undefined) continue;
    points.push({
      at: new Date(last.at),
      date,
      views: last.views,
      likes: last.likes,
      comments: last.comments,
      shares: last.shares,
      deltaViews: difference(last.views, previous?.views),
      deltaLikes: difference(last.likes, previous?.likes),
      deltaComments: difference(last.comments, previous?.comments),
      deltaShares: difference(last.shares, previous?.shares),
      source: last.source,
      quality: previous !== undefined && first.at - previous.at > GAP_MS ? 'INTERPOLATED' : 'OBSERVED',
    });
    previous = last;
  }
  return points;
}

/** `now − before`; null where either is unknown. */
export function difference(now: number | null, before: number | null | undefined): number | null {
  return now === null || before === null || before === undefined ? null : now - before;
}
