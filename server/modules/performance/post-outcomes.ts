import { median } from 'simple-statistics';

/** The age at which posts are compared, in hours: 7 days, when most views are in and not too many posts are left out. */
export const OUTCOME_AGE_HOURS = 168;
/** From this age on a post counts as grown up (https://outlier.so/docs/finding-outliers/understanding-outlier-scores). */
export const GROWN_UP_HOURS = 720;
/** Posts around one that tell what was usual when it was posted. */
const NEIGHBOURS = 20;
/** Fewer neighbours do not tell what is usual. */
const MIN_NEIGHBOURS = 8;

/** A post whose views are known at an age at which it can be compared. */
export interface MeasuredPost {
  /** Milliseconds since 1970 (UTC). */
  postedAt: number;
  /** `WEEK`: at 7 days. `GROWN_UP`: at its first capture, made when it was 30 days old or older. */
  age: 'WEEK' | 'GROWN_UP';
  views: number;
}

/**
 * How each post did, in the order of `posts`: log(1 + views) less the median of that of the 20 posts nearest to it in the
 * order of posting, itself left out, among those measured at the same age. So 0 is usual for the account at that time,
 * log 2 twice the usual. Null with fewer than 8 such neighbours.
 *
 * A median and not a mean, since a viral post would else make its neighbours look bad; within the account, since
 * accounts differ far more than posts do; local, since accounts grow.
 */
export function outcomesOf(posts: readonly MeasuredPost[]): (number | null)[] {
  const outcomes: (number | null)[] = posts.map(() => null);
  for (const age of ['WEEK', 'GROWN_UP'] as const) {
    const indices = posts
      .flatMap((post, index) => (post.age === age ? [index] : []))
      .sort((a, b) => posts[a]!.postedAt - posts[b]!.postedAt || a - b);
    if (indices.length <= MIN_NEIGHBOURS) continue;
    const logs = indices.map((index) => Math.log1p(posts[index]!.views));
    for (const [position, index] of indices.entries()) {
      outcomes[index] = logs[position]! - median(neighboursOf(logs, position));
    }
  }
  return outcomes;
}

/** The nearest values, as many on both sides as the ends allow. */
function neighboursOf(values: readonly number[], position: number): number[] {
  const first = Math.max(0, Math.min(position - NEIGHBOURS / 2, values.length - 1 - NEIGHBOURS));
  return values.slice(first, first + NEIGHBOURS + 1).filter((_value, offset) => first + offset !== position);
}
