import { PartialPooling } from '../lift/partial-pooling.ts';
import type { Posterior } from '../lift/partial-pooling.ts';
import { varianceOfSum } from '../lift/stratified-outcomes.ts';
import type { StratifiedOutcomes } from '../lift/stratified-outcomes.ts';

/** Fewer posts than these say nothing of their group. */
export const MIN_POSTS_PER_GROUP = 3;

/** The effects of one property on log views, of which each post has one value: its hours, or its day. */
export class PostingEffects {
  /** For each post, in the order of the sample. */
  readonly #groupOf: Uint8Array;
  readonly #pooling: PartialPooling;
  /** What is pooled of a group is intercept + slope · sum of its outcomes: the mean of its posts and the prior's one post. */
  readonly #intercepts: Float64Array;
  readonly #slopes: Float64Array;
  readonly #means: Float64Array;

  /** @param prior effect of each group, in the weight of one post. */
  constructor(sample: StratifiedOutcomes, groupOf: readonly number[], prior: readonly number[]) {
    this.#groupOf = Uint8Array.from(groupOf);
    const own = prior.map((_, group) => precisionOf(sample, groupOf, group));
    const variances = own.map(({ precision }) => 1 / (precision + 1 / sample.variance));
    this.#pooling = new PartialPooling(variances);
    this.#intercepts = Float64Array.from(
      variances,
      (variance, group) => (prior[group]! * variance) / sample.variance,
    );
    this.#slopes = Float64Array.from(variances, (variance, group) => {
      const { precision, size } = own[group]!;
      return precision === 0 ? 0 : (precision * variance) / size;
    });
    this.#means = new Float64Array(prior.length);
  }

  posteriors(outcomes: Float64Array): Posterior[] {
    return this.#pooling.posteriors(this.#pooledMeans(outcomes));
  }

  /** The largest posterior mean in units of its deviation. */
  largestScore(outcomes: Float64Array): number {
    return this.#pooling.largestScore(this.#pooledMeans(outcomes));
  }

  /** How much the true effects differ: their standard deviation around 0. */
  deviation(outcomes: Float64Array): number {
    return this.#pooling.deviation(this.#pooledMeans(outcomes));
  }

  /** Into the same array each time, since permutations ask a thousand times. */
  #pooledMeans(outcomes: Float64Array): Float64Array {
    this.#means.set(this.#intercepts);
    for (let i = 0; i < outcomes.length; i++) {
      const group = this.#groupOf[i]!;
      this.#means[group]! += this.#slopes[group]! * outcomes[i]!;
    }
    return this.#means;
  }
}

/** One over the variance of the group's mean; 0 where it says nothing. */
function precisionOf(
  sample: StratifiedOutcomes,
  groupOf: readonly number[],
  group: number,
): { precision: number; size: number } {
  const isMember = groupOf.map((other) => other === group);
  const size = isMember.filter(Boolean).length;
  const variance = varianceOfSum(sample, isMember) / size ** 2;
  // Where a group is all there is, there is nothing to compare it with, and its sum does not vary.
  return { precision: size < MIN_POSTS_PER_GROUP || variance === 0 ? 0 : 1 / variance, size };
}
