import { median } from 'simple-statistics';
import { createRandom, shuffled } from '../../../lib/random.ts';

/** A post as far as lifts are concerned. */
export interface LiftPost {
  views: number;
  /** Milliseconds since 1970 (UTC). */
  postedAt: number;
  /** The groups of one property it belongs to: its hashtags, or its one block of hours. */
  groups: readonly string[];
}

/** Views associated with a group, against the account's usual: 0.25 is +25 %. Never a cause. */
export interface GroupLift {
  group: string;
  value: number;
  interval: { lower: number; upper: number; level: number; method: string };
  /** Posts. */
  sampleSize: number;
  /** LOWER is never claimed: the whole 5 % of false claims is spent on what one can act on. */
  verdict: 'HIGHER' | 'NO_EVIDENCE_YET';
}

/** Fewer posts than these say nothing of groups. */
export const MIN_POSTS = 8;
/** Fewer posts than these say nothing of a group. */
const MIN_POSTS_PER_GROUP = 3;
const LEVEL = 0.95;
/** Two-sided normal quantile of LEVEL. */
const Z = 1.959964;
const PERMUTATIONS = 999;
/** Beyond this the trend's slopes, which grow with the square of the posts, would cost more than they tell. */
const TREND_POSTS = 200;

/**
 * The lifts of all groups of one property that can be compared, strongest evidence first; none below `MIN_POSTS`
 * posts. A group is compared that has `MIN_POSTS_PER_GROUP` posts and is not all of them.
 *
 * - Outcome: log(1 + views), less the account's straight trend over posting time (Theil–Sen: Sen 1968,
 *   doi:10.1080/01621459.1968.10480934), which takes out growth and the older posts' longer time to collect.
 * - Estimate: normal–normal empirical Bayes, mean · τ²/(τ² + σ²/n) (Efron & Morris 1975,
 *   doi:10.1080/01621459.1975.10479864). τ is the mode under a gamma(2) prior, which keeps it off 0, where every
 *   interval would have no width (Chung et al. 2013, doi:10.1007/s11336-013-9328-2). Tags that come together are
 *   not told apart.
 * - Verdict: HIGHER where the interval lies above 0 and the group's z also beats the largest z of all groups in
 *   all but 5 % of random assignments of outcomes to posts (step one of Westfall & Young 1993, Resampling-Based Multiple
 *   Testing): among posts without any effect at most 5 % of accounts see a false HIGHER, however many groups.
 *
 * Simulated (600 accounts a cell, σ of log views 0.9, six blocks or fifteen tags, 30–120 posts): 0–2 % see a false
 * HIGHER; one of six blocks that truly doubles the views is found in 25, 65 and 93 % at 60, 120 and 240 posts.
 */
export function liftsOf(posts: readonly LiftPost[]): GroupLift[] {
  if (posts.length < MIN_POSTS) return [];
  const outcomes = withoutTrend(posts);
  const members = membersOf(posts);
  const groups = [...members]
    .filter(([, indices]) => indices.length >= MIN_POSTS_PER_GROUP && indices.length < posts.length)
    .map(([group, indices]) => ({ group, indices, mean: meanOf(outcomes, indices) }));
  const variance = outcomes.reduce((sum, outcome) => sum + outcome ** 2, 0) / (posts.length - 2);
  if (groups.length === 0 || variance === 0) return [];

  const between = betweenVariance(
    groups.map(({ mean, indices }) => ({ mean, error: variance / indices.length })),
  );
  const posteriors = groups.map(({ indices, mean }) => {
    const error = variance / indices.length;
    const shrinkage = between / (between + error);
    return { center: mean * shrinkage, margin: Z * Math.sqrt(shrinkage * error) };
  });
  // Random assignments are most of the work, and needless where no interval lies above 0.
  const isBeyondChance = posteriors.some(({ center, margin }) => center > margin)
    ? maxTest(
        outcomes,
        groups.map(({ indices }) => indices),
        variance,
      )
    : [];
  return groups
    .map(({ group, indices }, index): GroupLift => {
      const { center, margin } = posteriors[index]!;
      return {
        group,
        value: Math.expm1(center),
        interval: {
          lower: Math.expm1(center - margin),
          upper: Math.expm1(center + margin),
          level: LEVEL,
          method: 'empirical Bayes',
        },
        sampleSize: indices.length,
        verdict: center > margin && isBeyondChance[index] === true ? 'HIGHER' : 'NO_EVIDENCE_YET',
      };
    })
    .sort((a, b) => b.interval.lower - a.interval.lower || (a.group < b.group ? -1 : 1));
}

/** Log views less their trend and centred on 0. */
function withoutTrend(posts: readonly LiftPost[]): number[] {
  const logs = posts.map(({ views }) => Math.log1p(views));
  const slope = slopeOf(posts, logs);
  const rest = posts.map(({ postedAt }, index) => logs[index]! - slope * postedAt);
  const mean = rest.reduce((sum, value) => sum + value, 0) / rest.length;
  return rest.map((value) => value - mean);
}

/** The median of all slopes between two posts; 0 where all were posted at once. */
function slopeOf(posts: readonly LiftPost[], logs: readonly number[]): number {
  const step = Math.ceil(posts.length / TREND_POSTS);
  const slopes: number[] = [];
  for (let i = 0; i < posts.length; i += step) {
    for (let j = i + step; j < posts.length; j += step) {
      const time = posts[j]!.postedAt - posts[i]!.postedAt;
      if (time !== 0) slopes.push((logs[j]! - logs[i]!) / time);
    }
  }
  return slopes.length === 0 ? 0 : median(slopes);
}

function membersOf(posts: readonly LiftPost[]): Map<string, number[]> {
  const members = new Map<string, number[]>();
  for (const [index, post] of posts.entries()) {
    for (const group of new Set(post.groups)) {
      const indices = members.get(group);
      if (indices === undefined) members.set(group, [index]);
      else indices.push(index);
    }
  }
  return members;
}

/** The mode of τ²: the marginal likelihood of the means times τ, the gamma(2) prior with a vanishing rate. */
function betweenVariance(groups: readonly { mean: number; error: number }[]): number {
  let best = { tau: 0, density: -Infinity };
  // Effects on log views beyond a factor of e³ are no effects but other accounts.
  for (let tau = 0.005; tau <= 3; tau *= 1.02) {
    let density = Math.log(tau);
    for (const { mean, error } of groups) {
      const spread = tau ** 2 + error;
      density -= (Math.log(spread) + mean ** 2 / spread) / 2;
    }
    if (density > best.density) best = { tau, density };
  }
  return best.tau ** 2;
}

/** For each group whether its mean is beyond what the best of all groups reaches by chance in 95 % of cases. */
function maxTest(
  outcomes: readonly number[],
  groups: readonly (readonly number[])[],
  variance: number,
): boolean[] {
  const n = outcomes.length;
  // A mean of n_g of n centred outcomes has variance σ²/n_g · (n − n_g)/(n − 1) when they are assigned at random.
  const scales = groups.map(({ length }) => Math.sqrt((variance / length) * ((n - length) / (n - 1))));
  const observed = groups.map((indices, g) => meanOf(outcomes, indices) / scales[g]!);
  const beaten = groups.map(() => 0);
  // The same posts must always give the same verdicts.
  const random = createRandom('max-z');
  for (let turn = 0; turn < PERMUTATIONS; turn++) {
    const assigned = shuffled(outcomes, random);
    let largest = -Infinity;
    for (const [g, indices] of groups.entries())
      largest = Math.max(largest, meanOf(assigned, indices) / scales[g]!);
    for (const [g, z] of observed.entries()) if (largest >= z) beaten[g]!++;
  }
  return beaten.map((count) => (1 + count) / (1 + PERMUTATIONS) <= 1 - LEVEL);
}

function meanOf(values: readonly number[], indices: readonly number[]): number {
  let sum = 0;
  for (const index of indices) sum += values[index]!;
  return sum / indices.length;
}
