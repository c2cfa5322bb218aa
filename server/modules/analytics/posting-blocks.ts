import type { Posterior } from './partial-pooling.ts';
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
  const rootOf = (covariance: (a: number, b: number) => number) =>
    choleskyRoot(
      seen.map((a) => seen.map((b) => covariance(a, b) + (a === b ? variance / groups[a]!.size : 0))),
    );

  let best = { own: DEVIATIONS[0]!, density: -Infinity };
  for (const own of DEVIATIONS) {
    const root = rootOf(covarianceOf(own));
    const logDeterminant = root.reduce((sum, row, i) => sum + 2 * Math.log(row[i]!), 0);
    const density = Math.log(own) - (logDeterminant + sumOfSquares(solveLower(root, means))) / 2;
    if (density > best.density) best = { own, density };
  }

  const covariance = covarianceOf(best.own);
  const root = rootOf(covariance);
  const whitened = solveLower(root, means);
  return Array.from({ length: BLOCKS_PER_WEEK }, (_, block) => {
    const weights = solveLower(
      root,
      seen.map((other) => covariance(block, other)),
    );
    return {
      mean: weights.reduce((sum, weight, i) => sum + weight * whitened[i]!, 0),
      deviation: Math.sqrt(covariance(block, block) - sumOfSquares(weights)),
    };
  });
}

/** The lower triangular L with L·Lᵀ = `matrix`, which is symmetric and positive definite. */
function choleskyRoot(matrix: readonly (readonly number[])[]): number[][] {
  const root: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const line: number[] = [];
    for (let j = 0; j <= i; j++) {
      const other = j === i ? line : root[j]!;
      let rest = row[j]!;
      for (let k = 0; k < j; k++) rest -= line[k]! * other[k]!;
      line.push(j === i ? Math.sqrt(rest) : rest / other[j]!);
    }
    root.push(line);
  }
  return root;
}

/** The x with `root` · x = `values`, for a lower triangular root. */
function solveLower(root: readonly (readonly number[])[], values: readonly number[]): number[] {
  const solution: number[] = [];
  for (const [i, row] of root.entries()) {
    let rest = values[i]!;
    for (let k = 0; k < i; k++) rest -= row[k]! * solution[k]!;
    solution.push(rest / row[i]!);
  }
  return solution;
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}
