import type { AccountKnots } from './account-history.ts';
import { qualityOf, tally } from './account-tally.ts';
import type { Bucket, Day } from '../calendar.ts';
import { COUNTERS } from './captures.ts';
import type { Counter, MetricSource } from './captures.ts';
import { pooledRate } from '../engagement-rate.ts';
import type { EngagementRate } from '../engagement-rate.ts';
import { add, gainOver, gainOverAll, indexAfter } from './gains.ts';
import type { Knot, Stretch } from './gains.ts';
import { piecesOf } from './imported-days.ts';
import type { ImportedDay } from './imported-days.ts';
import type { PointQuality } from './video-series.ts';

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
  /** Sum of its days, as exports tell them; null where none does. */
  profileViews: number | null;
  /** As an export tells it: viewers of several days cannot be added up, so it is null in any bucket but a day. */
  viewers: number | null;
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
 * - A day that was not captured throughout is read from an export where one tells it (`toAccountKnots` says which
 *   days), and then the captures of that day count for nothing: its quality is UTC_DAY.
 */
export function accountSeries(account: AccountKnots, buckets: readonly Bucket[]): AccountPoint[] {
  const posted = countPosts(account, buckets);
  return tally(account, buckets).flatMap((bucket, index) => {
    const known = [
      bucket.followers,
      bucket.followersGained,
      bucket.profileViews,
      bucket.viewers,
      ...COUNTERS.map((counter) => bucket[counter]),
    ];
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
        profileViews: bucket.profileViews,
        viewers: bucket.viewers,
        sources: [...bucket.sources].sort(),
        quality: qualityOf(bucket),
      },
    ];
  });
}

/** Sums of a period by the rules of `accountSeries`: exactly the sum of any buckets it is cut into. */
export function periodSums(account: AccountKnots, period: Bucket): PeriodSums {
  const { importedCounters, importedFollowers } = account;
  const pieces = piecesOf([period], account.imported, importedCounters, importedFollowers);
  const counted = pieces.filter((piece) => piece.counters);
  const sums: Record<Counter, number | null> = { views: null, likes: null, comments: null, shares: null };
  for (const gains of account.gainsIn(counted)) {
    for (const counter of COUNTERS) sums[counter] = add(sums[counter], gains[counter]);
  }
  let followersGained = gainOverAll(
    account.followers,
    pieces.filter((piece) => piece.followers),
  );
  const days = account.imported.filter(({ start, end }) => period.start <= start && end <= period.end);
  for (const day of days) {
    if (importedCounters.has(day)) {
      for (const counter of COUNTERS) sums[counter] = add(sums[counter], day[counter]);
    }
    if (importedFollowers.has(day)) followersGained = add(followersGained, day.followersGained);
  }
  return {
    ...sums,
    followersGained,
    videosPosted: countPosts(account, [period])[0]!,
    engagementRate: rateOfGains(
      account,
      counted,
      sums,
      days.filter((day) => importedCounters.has(day)),
    ),
  };
}

function countPosts(account: AccountKnots, buckets: readonly Bucket[]): number[] {
  return buckets.map(
    ({ start, end }) => account.posts.filter((postedAt) => start <= postedAt && postedAt < end).length,
  );
}

/**
 * Of captures: posts count whose four counters are known over some of the period. As soon as a day is read from an
 * export, which does not tell posts apart, it is the rate of the period's sums, without an interval.
 */
function rateOfGains(
  account: AccountKnots,
  pieces: readonly Stretch[],
  sums: Readonly<Record<Counter, number | null>>,
  imported: readonly ImportedDay[],
): EngagementRate | null {
  const posts = account.videos.flatMap((video) => {
    const [views, likes, comments, shares] = COUNTERS.map((counter) => gainOverAll(video[counter], pieces));
    if (views == null || likes == null || comments == null || shares == null) return [];
    const oldest = Math.min(...COUNTERS.map((counter) => oldestUsed(video[counter], pieces)));
    return [{ numerator: likes + comments + shares, denominator: views, capturedAt: new Date(oldest) }];
  });
  if (imported.length === 0) return pooledRate(posts, 'BY_VIEWS');
  const { views, likes, comments, shares } = sums;
  if (views === null || likes === null || comments === null || shares === null || views <= 0) return null;
  const numerator = likes + comments + shares;
  const instants = [
    ...imported.map(({ downloadedOn }) => Date.parse(downloadedOn)),
    ...posts.map(({ capturedAt }) => capturedAt.getTime()),
  ];
  return {
    value: numerator / views,
    numerator,
    denominator: views,
    interval: null,
    definition: 'BY_VIEWS',
    aggregation: 'POOLED',
    sampleSize: posts.length,
    capturedAt: new Date(Math.min(...instants)),
  };
}

/** When the oldest capture was made that a known gain over the pieces rests on. */
function oldestUsed(knots: readonly Knot[], pieces: readonly Stretch[]): number {
  const piece = pieces.find((stretch) => gainOver(knots, stretch) !== null)!;
  const first = Math.max(0, indexAfter(knots, piece.start) - 1);
  return knots[first]!.source === null ? knots[first + 1]!.at : knots[first]!.at;
}
