/** What is known of an effect on log views: a normal distribution. */
export interface Posterior {
  mean: number;
  deviation: number;
}

/** Effects' deviations that are tried: a step is 10 %. Beyond a factor of e² they are no effects but other accounts. */
const DEVIATIONS: readonly number[] = Array.from({ length: 56 }, (_, step) => 0.01 * 1.1 ** step);

/**
 * Partial pooling of group means by normal–normal empirical Bayes: a mean of variance v becomes mean · τ²/(τ² + v),
 * of variance τ²v/(τ² + v), where τ² is the variance of the groups' true effects around 0 (Efron & Morris 1975,
 * doi:10.1080/01621459.1975.10479864).
 *
 * τ is the mode of its likelihood under a gamma(2) prior, which keeps it off 0, where every interval would have no
 * width (Chung et al. 2013, doi:10.1007/s11336-013-9328-2).
 */
export class PartialPooling {
  readonly #variances: Float64Array;
  /** For each deviation tried: what its log density has whatever the means are, then each squared mean's factor. */
  readonly #constants: Float64Array;
  readonly #factors: Float64Array;

  /** @param variances of the groups' means, each above 0. */
  constructor(variances: readonly number[]) {
    this.#variances = Float64Array.from(variances);
    this.#constants = Float64Array.from(DEVIATIONS, (tau) =>
      variances.reduce((sum, variance) => sum - Math.log(tau ** 2 + variance) / 2, Math.log(tau)),
    );
    this.#factors = Float64Array.from(
      DEVIATIONS.flatMap((tau) => variances.map((variance) => 1 / (2 * (tau ** 2 + variance)))),
    );
  }

  /** τ of these means, in the order of the variances. */
  deviation(means: Float64Array): number {
    const groups = means.length;
    let best = 0;
    let highest = -Infinity;
    for (let step = 0; step < DEVIATIONS.length; step++) {
      let density = this.#constants[step]!;
      const row = step * groups;
      for (let group = 0; group < groups; group++)
        density -= this.#factors[row + group]! * means[group]! * means[group]!;
      if (density > highest) {
        highest = density;
        best = step;
      }
    }
    return DEVIATIONS[best]!;
  }

  posteriors(means: Float64Array): Posterior[] {
    const between = this.deviation(means) ** 2;
    return Array.from(means, (mean, group) => {
      const shrinkage = between / (between + this.#variances[group]!);
      return { mean: mean * shrinkage, deviation: Math.sqrt(shrinkage * this.#variances[group]!) };
    });
  }

  /** The largest posterior mean in units of its deviation. */
  largestScore(means: Float64Array): number {
    const between = this.deviation(means) ** 2;
    let largest = -Infinity;
    for (let group = 0; group < means.length; group++) {
      const variance = this.#variances[group]!;
      const score = means[group]! * Math.sqrt(between / ((between + variance) * variance));
      if (score > largest) largest = score;
    }
    return largest;
  }
}
