import type { Bucket, Day } from './calendar.ts';
import { COUNTERS, GAP_MS } from './captures.ts';
import type { AccountCapture, Counter, MetricSource, VideoCapture } from './captures.ts';
import { pooledRate } from './engagement-rate.ts';
import type { EngagementRate } from './engagement-rate.ts';
import { gainOver, indexAfter, spreadGains, valueAt } from './gains.ts';
import type { Knot } from './gains.ts';
import type { PointQuality } from './video-series.ts';

/** What is known of an account's past; captures ascending by time. */
export interface AccountHistory {
  /** The first capture of the account or of a video, ever; null before it. Milliseconds since 1970 (UTC). */
  observedSince: number | null;
  account: readonly AccountCapture[];
  videos: readonly { postedAt: number; captures: readonly VideoCapture[] }[];
}

/** An account's past as counters over time, unknown ones left out. */
export interface AccountKnots {
  followers: readonly Knot[];
  videos: readonly ({ postedAt: number } & Readonly<Record<Counter, readonly Knot[]>>)[];
}

/** One bucket of an account. Followers stand at its end; gains happened in it and may be negative. */
export interface AccountPoint {
  /** First day of the bucket. */
  date: Day;
  followers: number | null;
  followersGained: number | null;
  viewsGained: number | null;
  likesGained: number | null;
  commentsGained: number | null;
  sharesGained: number | null;
  videosPosted: number;
  /** All that fed the bucket, in order of name. */
  sources: MetricSource[];
  quality: PointQuality;
}

/** Sums over a period; null where nothing of it is known. */
export interface PeriodSums {
  views: number | null;
  likes: number | null;
  comments: number | null;
  shares: number | null;
  followersGained: number | null;
  videosPosted: number;
  /** Engagements gained over views gained, pooled over posts; null without views gained. */
  engagementRate: EngagementRate | null;
}

/** More of a bucket's gains than this from interpolation makes the bucket INTERPOLATED. */
const INTERPOLATED_SHARE = 0.1;

interface Tally extends Record<Counter | 'followersGained', number | null> {
  followers: number | null;
  absolute: number;
  absoluteAcrossGaps: number;
  parts: number;
  partsAcrossGaps: number;
  areFollowersAcrossGap: boolean;
  sources: Set<MetricSource>;
}

/**
 * An account's points, oldest first, one for each bucket of which anything is known.
 *
 * - A gain of views, likes, comments or shares is the sum over the account's videos of what each gained inside
 *   the bucket (`spreadGains`: increments between two captures are cut at borders by straight line, falls stay).
 * - The first capture of a video that was posted before the account was observed gives no gain: its counters
 *   are older than the history. A video posted later started at 0 when it was posted, so all it has was gained.
 * - Nothing is said beyond a video's last capture. A gain is null, not 0, where no video's captures reach.
 * - `followers` is the straight line's value at the bucket's end, or the last capture where none follows; so
 *   each point's `followersGained` is its `followers` less those of the point before.
 * - INTERPOLATED where followers, or more than a tenth of the bucket's gains (or all, where nothing was
 *   gained), come from two captures more than `GAP_MS` apart with a border of the bucket between them. Videos that
 *   hardly move any more are captured weekly: a strict "any part" would call every day interpolated.
 */
export function accountSeries(account: AccountKnots, buckets: readonly Bucket[]): AccountPoint[] {
  const posted = countPosts(account, buckets);
  return tally(account, buckets).flatMap((bucket, index) => {
    const known = [bucket.followers, ...COUNTERS.map((counter) => bucket[counter])];
    if (known.every((value) => value === null)) return [];
    return [
      {
        date: buckets[index]!.date,
        followers: bucket.followers,
        followersGained: bucket.followersGained,
        viewsGained: bucket.views,
        likesGained: bucket.likes,
        commentsGained: bucket.comments,
        sharesGained: bucket.shares,
        videosPosted: posted[index]!,
        sources: [...bucket.sources].sort(),
        quality: isInterpolated(bucket) ? 'INTERPOLATED' : 'OBSERVED',
      },
    ];
  });
}

/** Sums of a period by the rules of `accountSeries`: exactly the sum of any buckets it is cut into. */
export function periodSums(account: AccountKnots, period: Bucket): PeriodSums {
  const sums: Record<Counter, number | null> = { views: null, likes: null, comments: null, shares: null };
  for (const video of account.videos) {
    for (const counter of COUNTERS) {
      const gained = gainOver(video[counter], period);
      if (gained !== null) sums[counter] = (sums[counter] ?? 0) + gained;
    }
  }
  return {
    ...sums,
    followersGained: gainOver(account.followers, period),
    videosPosted: countPosts(account, [period])[0]!,
    engagementRate: rateOfGains(account, period),
  };
}

/** The knots that `accountSeries` and `periodSums` read; see the rules there. */
export function toAccountKnots(history: AccountHistory): AccountKnots {
  return {
    followers: lastOfEachInstant(
      history.account.flatMap(({ at, followers: value, source }) =>
        value === null ? [] : [{ at, value, source }],
      ),
    ),
    videos: history.videos.map((video) => ({
      postedAt: video.postedAt,
      views: knotsOf(video, 'views', history.observedSince),
      likes: knotsOf(video, 'likes', history.observedSince),
      comments: knotsOf(video, 'comments', history.observedSince),
      shares: knotsOf(video, 'shares', history.observedSince),
    })),
  };
}

function tally(account: AccountKnots, buckets: readonly Bucket[]): Tally[] {
  const tallies = buckets.map(emptyTally);
  for (const video of account.videos) {
    for (const counter of COUNTERS) {
      spreadGains(video[counter], buckets, (index, { from, to, gained }) => {
        const bucket = tallies[index]!;
        bucket[counter] = (bucket[counter] ?? 0) + gained;
        bucket.absolute += Math.abs(gained);
        bucket.parts++;
        noteSources(bucket, from, to);
        if (isAcrossGap(buckets[index]!, from, to)) {
          bucket.absoluteAcrossGaps += Math.abs(gained);
          bucket.partsAcrossGaps++;
        }
      });
    }
  }

  spreadGains(account.followers, buckets, (index, { from, to, gained }) => {
    const bucket = tallies[index]!;
    bucket.followersGained = (bucket.followersGained ?? 0) + gained;
    bucket.followers = valueAt(from, to, buckets[index]!.end);
    bucket.areFollowersAcrossGap ||= isAcrossGap(buckets[index]!, from, to);
    noteSources(bucket, from, to);
  });
  // The last capture of all begins no increment, and a capture at the first instant of a bucket ends none in it.
  const last = account.followers.at(-1);
  if (last !== undefined) {
    const index = buckets.findIndex(({ start, end }) => start <= last.at && last.at < end);
    const bucket = tallies[index];
    if (bucket !== undefined) {
      bucket.followers = last.value;
      noteSources(bucket, last, last);
    }
  }
  return tallies;
}

function emptyTally(): Tally {
  return {
    views: null,
    likes: null,
    comments: null,
    shares: null,
    followersGained: null,
    followers: null,
    absolute: 0,
    absoluteAcrossGaps: 0,
    parts: 0,
    partsAcrossGaps: 0,
    areFollowersAcrossGap: false,
    sources: new Set(),
  };
}

/** Captures that know the counter, after the post itself where it fell into the observed time: 0 at posting. */
function knotsOf(
  video: AccountHistory['videos'][number],
  counter: Counter,
  observedSince: number | null,
): Knot[] {
  const knots: Knot[] = [];
  for (const capture of video.captures) {
    const value = capture[counter];
    if (value !== null) knots.push({ at: capture.at, value, source: capture.source });
  }
  const first = knots[0];
  if (
    first !== undefined &&
    observedSince !== null &&
    observedSince <= video.postedAt &&
    video.postedAt < first.at
  ) {
    knots.unshift({ at: video.postedAt, value: 0, source: null });
  }
  return lastOfEachInstant(knots);
}

function lastOfEachInstant(knots: Knot[]): Knot[] {
  return knots.filter((knot, index) => knots[index + 1]?.at !== knot.at);
}

function isAcrossGap(bucket: Bucket, from: Knot, to: Knot): boolean {
  return to.at - from.at > GAP_MS && (from.at < bucket.start || to.at > bucket.end);
}

function isInterpolated(bucket: Tally): boolean {
  return (
    bucket.areFollowersAcrossGap ||
    bucket.absoluteAcrossGaps > INTERPOLATED_SHARE * bucket.absolute ||
    (bucket.parts > 0 && bucket.partsAcrossGaps === bucket.parts)
  );
}

/** A bucket is fed by both ends of every increment that reaches into it. */
function noteSources(bucket: Tally, from: Knot, to: Knot): void {
  if (from.source !== null) bucket.sources.add(from.source);
  if (to.source !== null) bucket.sources.add(to.source);
}

function countPosts(account: AccountKnots, buckets: readonly Bucket[]): number[] {
  return buckets.map(
    ({ start, end }) => account.videos.filter(({ postedAt }) => start <= postedAt && postedAt < end).length,
  );
}

/** Posts count whose four counters are known over some of the period. */
function rateOfGains(account: AccountKnots, period: Bucket): EngagementRate | null {
  const posts = account.videos.flatMap((video) => {
    const views = gainOver(video.views, period);
    const likes = gainOver(video.likes, period);
    const comments = gainOver(video.comments, period);
    const shares = gainOver(video.shares, period);
    if (views === null || likes === null || comments === null || shares === null) return [];
    const oldest = Math.min(...COUNTERS.map((counter) => oldestUsed(video[counter], period)));
    return [{ numerator: likes + comments + shares, denominator: views, capturedAt: new Date(oldest) }];
  });
  return pooledRate(posts, 'BY_VIEWS');
}

/** When the oldest capture was made that a known gain over the period rests on. */
function oldestUsed(knots: readonly Knot[], period: Bucket): number {
  const first = Math.max(0, indexAfter(knots, period.start) - 1);
  return knots[first]!.source === null ? knots[first + 1]!.at : knots[first]!.at;
}
