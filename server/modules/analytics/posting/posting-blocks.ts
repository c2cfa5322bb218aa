import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Posterior } from '../lift/partial-pooling.ts';
import { BLOCKS_PER_WEEK, partsOfBlock } from './posting-week.ts';

/** Deviations of single blocks that are tried, as effects on log views. */
const DEVIATIONS: readonly number[] = Array.from({ length: 14 }, (_, step) => 0.02 * 1.35 ** step);

/**
 * What is known of each block of the week (Monday 0:00 first): its hours' effect plus its day's plus its own deviation from
 * both, in one normal model with crossed random effects (Henderson 1975, doi:10.2307/2529430), so that what hours and day
 * share is not counted twice. A block without posts has what its hours and day say.
 *
 * The variance of deviations is the mode of its marginal likelihood under a gamma(2) prior of its root, as in
 * `PartialPooling`.
 *
 * @param groups posts of each block: how many, and the sum of their outcomes.
 * @param variance of one outcome.
 * @param deviations of the true effects of hours and of days.
 */
export function blockPosteriors(
  groups: readonly { size: number; sum: number }[],
  variance: number,
  deviations: { hours: number; days: number },
): Posterior[] {
  const seen = [...groups.keys()].filter((block) => groups[block]!.size > 0);
  const means = seen.map((block) => groups[block]!.sum / groups[block]!.size);
  const covarianceOf = (own: number) => (a: number, b: number) => {
    const [one, other] = [partsOfBlock(a), partsOfBlock(b)];
    return (
      (one.startHour === other.startHour ? deviations.hours ** 2 : 0) +
      (one.weekday === other.weekday ? deviations.days ** 2 : 0) +
      (a === b ? own ** 2 : 0)
    );
  };
  const decompositionOf = (covariance: (a: number, b: number) => number) =>
    new CholeskyDecomposition(
      seen.map((a) => seen.map((b) => covariance(a, b) + (a === b ? variance / groups[a]!.size : 0))),
    );
  const observed = Matrix.columnVector(means);

  let best = { own: DEVIATIONS[0]!, density: -Infinity };
  for (const own of DEVIATIONS) {
    const decomposition = decompositionOf(covarianceOf(own));
    const logDeterminant = decomposition.lowerTriangularMatrix
      .diagonal()
      .reduce((sum, root) => sum + 2 * Math.log(root), 0);
    const density = Math.log(own) - (logDeterminant + product(decomposition.solve(observed), means)) / 2;
    if (density > best.density) best = { own, density };
  }

  const covariance = covarianceOf(best.own);
  const decomposition = decompositionOf(covariance);
  const weights = decomposition.solve(observed);
  return Array.from({ length: BLOCKS_PER_WEEK }, (_, block) => {
    const shared = seen.map((other) => covariance(block, other));
    const explained = product(decomposition.solve(Matrix.columnVector(shared)), shared);
    return {
      mean: product(weights, shared),
      deviation: Math.sqrt(covariance(block, block) - explained),
    };
  });
}

function product(column: Matrix, values: readonly number[]): number {
  return values.reduce((sum, value, i) => sum + value * column.get(i, 0), 0);
}
