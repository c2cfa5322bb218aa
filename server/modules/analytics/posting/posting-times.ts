import type { AnalysedPost } from '../lift/analysed-post.ts';
import type { Posterior } from '../lift/partial-pooling.ts';
import { blockPosteriors } from './posting-blocks.ts';
import { MIN_POSTS_PER_GROUP, PostingEffects } from './posting-effects.ts';
import { POSTING_PRIOR } from './posting-prior.ts';
import {
  BLOCK_HOURS,
  BLOCKS_PER_DAY,
  BLOCKS_PER_WEEK,
  DAYS_PER_WEEK,
  blockOfWeek,
  partsOfBlock,
} from './posting-week.ts';
import { permutationThreshold, stratify, varianceOfSum } from '../lift/stratified-outcomes.ts';
import type { StratifiedOutcomes } from '../lift/stratified-outcomes.ts';

/** When an account's posts do better. JSON, as small as may be, since it is stored: `postingLifts` puts it into words. */
export interface PostingTimes {
  /** Posts. */
  sampleSize: number;
  /** Half the width of each interval on log views, in posterior deviations. */
  width: number;
  /** 6 blocks of four hours from 0:00 on, over all days. */
  hours: PostingEffect[];
  /** 7 days, Monday first, over all hours. */
  days: PostingEffect[];
  /** 42 blocks of the week, Monday 0:00 first: hours, day and the block's own deviation from both together. */
  blocks: PostingBlock[];
}

/** An effect on log views, against what was usual for the account. */
export interface PostingEffect extends Posterior {
  /** Posts. */
  sampleSize: number;
  /** Of the outcomes of these posts; null without one. */
  plainMean: number | null;
  isHigher: boolean;
}

export interface PostingBlock extends PostingEffect {
  /** The hour (0–23) most of its posts were posted in, the first of several; null without a post. */
  usualHour: number | null;
}

/**
 * Of creators for whom posting time makes no difference, at most this share is told that it does. Promised is 5 %; what is
 * kept back is for what permutations do not know of: outcomes of neighbouring posts that resemble each other.
 */
const FALSE_CLAIMS = 0.04;
/** No interval is narrower than so many posterior deviations on both sides: the plain 95 % of a normal distribution. */
const LEAST_WIDTH = 1.959964;

/** The outcomes of the posts that fall into one group. */
interface Group {
  size: number;
  sum: number;
}

/**
 * When posts of an account do better, in its own time zone. The order of the posts makes no difference.
 *
 * - Outcome: `AnalysedPost.outcome` less its mean over the about 30 posts of the same time, so that what is left of the
 *   account's ups and downs is not taken for an effect of hours or days.
 * - Hours (6 blocks of 4, over all days) and days (7, over all hours): means, partially pooled (`PartialPooling`) with a
 *   published prior in the weight of one post (`POSTING_PRIOR`).
 * - Interval: posterior mean ± c · posterior deviation, where c is what the largest mean / deviation of all 13 exceeds in
 *   4 % of permutations of the outcomes within these stretches of time, and at least the 1.96 of a plain 95 % interval.
 *   Verdict: HIGHER where the interval lies above 0. So the two never contradict each other, and of creators whose outcomes
 *   do not depend on posting time at most 4 % are told anything (Westfall & Young, Resampling-Based Multiple Testing, 1993).
 * - Blocks: `blockPosteriors`, as wide. HIGHER only under hours or a day with HIGHER, where the block's own mean is
 *   beyond what the best of these blocks reaches in all but 4 % of permutations too.
 *
 * LOWER is never claimed: half of the 4 % would be spent on it, and it is no advice.
 */
export function analysePostingTimes(posts: readonly AnalysedPost[]): PostingTimes {
  const sorted = posts.toSorted((a, b) => a.postedAt - b.postedAt || (a.id < b.id ? -1 : 1));
  const sample = stratify(sorted.map(({ outcome }) => outcome));
  const outcomes = sample.values;
  const hourOf = sorted.map(({ hour }) => Math.floor(hour / BLOCK_HOURS));
  const dayOf = sorted.map(({ weekday }) => weekday);
  const byHours = new PostingEffects(sample, hourOf, POSTING_PRIOR.hours);
  const byDay = new PostingEffects(sample, dayOf, POSTING_PRIOR.days);
  const width = Math.max(
    LEAST_WIDTH,
    permutationThreshold(
      sample,
      (shuffled) => Math.max(byHours.largestScore(shuffled), byDay.largestScore(shuffled)),
      FALSE_CLAIMS,
    ),
  );

  const hours = toEffects(byHours.posteriors(outcomes), groupsOf(outcomes, hourOf, BLOCKS_PER_DAY), width);
  const days = toEffects(byDay.posteriors(outcomes), groupsOf(outcomes, dayOf, DAYS_PER_WEEK), width);

  const blockOf = sorted.map(blockOfWeek);
  const groups = groupsOf(outcomes, blockOf, BLOCKS_PER_WEEK);
  const posteriors = blockPosteriors(groups, sample.variance, {
    hours: byHours.deviation(outcomes),
    days: byDay.deviation(outcomes),
  });
  const candidates = [...groups.keys()].filter((block) => {
    const { weekday, startHour } = partsOfBlock(block);
    return days[weekday]!.isHigher || hours[startHour / BLOCK_HOURS]!.isHigher;
  });
  const proven = blocksBeyondChance(sample, blockOf, candidates);
  const blocks = toEffects(posteriors, groups, width).map((effect, block) => ({
    ...effect,
    isHigher: effect.isHigher && proven.has(block),
    usualHour: usualHourOf(sorted, block),
  }));
  return { sampleSize: posts.length, width, hours, days, blocks };
}

function toEffects(
  posteriors: readonly Posterior[],
  groups: readonly Group[],
  width: number,
): PostingEffect[] {
  return posteriors.map(({ mean, deviation }, index) => {
    const { size, sum } = groups[index]!;
    return {
      mean,
      deviation,
      sampleSize: size,
      plainMean: size === 0 ? null : sum / size,
      isHigher: mean > width * deviation,
    };
  });
}

/** Of some blocks, those whose own mean is beyond what the best of them reaches by chance. */
function blocksBeyondChance(
  sample: StratifiedOutcomes,
  blockOf: readonly number[],
  blocks: readonly number[],
): ReadonlySet<number> {
  const scales = new Float64Array(BLOCKS_PER_WEEK);
  for (const block of blocks) {
    const isMember = blockOf.map((other) => other === block);
    const spread = varianceOfSum(sample, isMember);
    if (isMember.filter(Boolean).length >= MIN_POSTS_PER_GROUP && spread > 0)
      scales[block] = 1 / Math.sqrt(spread);
  }
  // Permutations are needless where nothing may be claimed.
  if (!scales.some((scale) => scale > 0)) return new Set();
  const scores = new Float64Array(BLOCKS_PER_WEEK);
  const score = (values: Float64Array): Float64Array => {
    scores.fill(0);
    for (let i = 0; i < values.length; i++) scores[blockOf[i]!]! += values[i]! * scales[blockOf[i]!]!;
    return scores;
  };
  const threshold = permutationThreshold(sample, (shuffled) => Math.max(...score(shuffled)), FALSE_CLAIMS);
  const observed = score(sample.values);
  return new Set(blocks.filter((block) => observed[block]! > threshold));
}

function groupsOf(outcomes: Float64Array, groupOf: readonly number[], count: number): Group[] {
  const groups = Array.from({ length: count }, () => ({ size: 0, sum: 0 }));
  for (const [index, group] of groupOf.entries()) {
    groups[group]!.size++;
    groups[group]!.sum += outcomes[index]!;
  }
  return groups;
}

function usualHourOf(posts: readonly AnalysedPost[], block: number): number | null {
  const counts = new Map<number, number>();
  for (const post of posts) {
    if (blockOfWeek(post) === block) counts.set(post.hour, (counts.get(post.hour) ?? 0) + 1);
  }
  let usual: number | null = null;
  for (const [hour, count] of [...counts].sort(([a], [b]) => a - b)) {
    if (usual === null || count > counts.get(usual)!) usual = hour;
  }
  return usual;
}
