import { createRandom } from '../../../lib/random.ts';
import type { Random } from '../../../lib/random.ts';

/** Outcomes of posts in order of posting, cut into strata of neighbours, each less its stratum's mean. */
export interface StratifiedOutcomes {
  values: Float64Array;
  /** Where each stratum begins, and the number of posts at the end. */
  bounds: readonly number[];
  /** Of one outcome, within strata. */
  variance: number;
}

/** Posts of a stratum, about. What is left of an account's ups and downs stays between strata, and so tells nothing. */
const STRATUM_POSTS = 30;
/** What an account's outcomes vary by before any was seen, in the weight of one post: the median of 290 real creators. */
const USUAL_VARIANCE = 0.81 ** 2;
const PERMUTATIONS = 499;

/** @param outcomes of posts, oldest first. */
export function stratify(outcomes: readonly number[]): StratifiedOutcomes {
  const n = outcomes.length;
  const strata = Math.max(1, Math.round(n / STRATUM_POSTS));
  const bounds = Array.from({ length: strata + 1 }, (_, stratum) => Math.round((stratum * n) / strata));
  const values = Float64Array.from(outcomes);
  let squares = 0;
  for (const { from, to } of strataOf(bounds)) {
    let mean = 0;
    for (let i = from; i < to; i++) mean += values[i]! / (to - from);
    for (let i = from; i < to; i++) {
      values[i]! -= mean;
      squares += values[i]! ** 2;
    }
  }
  const freedom = Math.max(0, n - strata);
  return { values, bounds, variance: (squares + USUAL_VARIANCE) / (freedom + 1) };
}

/**
 * The variance of the sum of a group's outcomes where outcomes fall on posts at random within strata: sampling without
 * replacement (Cochran, Sampling Techniques, 1977, §2.6).
 *
 * @param isMember for each post, whether it is in the group.
 */
export function varianceOfSum(
  { bounds, variance }: StratifiedOutcomes,
  isMember: readonly boolean[],
): number {
  let free = 0;
  for (const { from, to } of strataOf(bounds)) {
    let members = 0;
    for (let i = from; i < to; i++) if (isMember[i] === true) members++;
    if (to > from) free += (members * (to - from - members)) / (to - from);
  }
  return variance * free;
}

/**
 * The value that `statistic` exceeds in at most `share` of random assignments of outcomes to posts within strata
 * (Monte Carlo permutation test: Phipson & Smyth 2010, doi:10.2202/1544-6115.1585). With the largest of several
 * statistics, it bounds how often any of them exceeds it (Westfall & Young, Resampling-Based Multiple Testing, 1993).
 * The same outcomes always give the same value.
 */
export function permutationThreshold(
  { values, bounds }: StratifiedOutcomes,
  statistic: (outcomes: Float64Array) => number,
  share: number,
): number {
  const random = createRandom('permutations');
  const assigned = Float64Array.from(values);
  const results = new Float64Array(PERMUTATIONS);
  const strata = strataOf(bounds);
  for (let turn = 0; turn < PERMUTATIONS; turn++) {
    for (const { from, to } of strata) shuffle(assigned, from, to, random);
    results[turn] = statistic(assigned);
  }
  results.sort();
  return results[Math.ceil((1 - share) * (PERMUTATIONS + 1)) - 1]!;
}

/** Fisher–Yates in place, of one stretch. */
function shuffle(values: Float64Array, from: number, to: number, random: Random): void {
  for (let i = to - 1; i > from; i--) {
    const j = from + Math.floor(random() * (i + 1 - from));
    const value = values[i]!;
    values[i] = values[j]!;
    values[j] = value;
  }
}

function strataOf(bounds: readonly number[]): { from: number; to: number }[] {
  return bounds.slice(1).map((to, index) => ({ from: bounds[index]!, to }));
}
