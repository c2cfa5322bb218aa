/** The posts of one account. */
export interface Stratum {
  size: number;
  /** Of these, outliers. */
  outliers: number;
  /** Of these, of the format. */
  members: number;
}

/**
 * How likely at least so many outliers are among a format's posts if outliers fell on the posts of each account at random.
 *
 * Fisher's exact test (1935), and with several accounts its exact extension to several tables: the sum of independent
 * hypergeometric counts, given how many posts, outliers and members each account has (Gart 1970, Biometrika 57(3)). So an
 * account with many outliers, or whose outliers all are of another kind, proves nothing by that.
 */
export class StratifiedTest {
  readonly #least: number;
  readonly #tails: Float64Array;

  constructor(strata: readonly Stratum[]) {
    let least = 0;
    let distribution = Float64Array.of(1);
    for (const { size, outliers, members } of strata) {
      const [from, to] = [Math.max(0, outliers + members - size), Math.min(outliers, members)];
      least += from;
      if (to > from)
        distribution = convolved(distribution, hypergeometric(size, outliers, members, from, to));
    }
    let tail = 0;
    for (let index = distribution.length - 1; index >= 0; index--) {
      tail += distribution[index]!;
      distribution[index] = Math.min(1, tail);
    }
    this.#least = least;
    this.#tails = distribution;
  }

  /** @param outliers among the members, over all accounts. */
  pValue(outliers: number): number {
    return outliers <= this.#least ? 1 : (this.#tails[outliers - this.#least] ?? 0);
  }
}

/** Probabilities of `from` to `to` outliers among the members, reckoned from the most likely one, so that none overflows. */
function hypergeometric(
  size: number,
  outliers: number,
  members: number,
  from: number,
  to: number,
): Float64Array {
  const probabilities = new Float64Array(to - from + 1);
  const mode = Math.min(to, Math.max(from, Math.floor(((outliers + 1) * (members + 1)) / (size + 2))));
  const ratio = (x: number) =>
    ((members - x) * (outliers - x)) / ((x + 1) * (size - members - outliers + x + 1));
  probabilities[mode - from] = 1;
  for (let x = mode; x < to; x++) probabilities[x + 1 - from] = probabilities[x - from]! * ratio(x);
  for (let x = mode; x > from; x--) probabilities[x - 1 - from] = probabilities[x - from]! / ratio(x - 1);
  const sum = probabilities.reduce((total, value) => total + value, 0);
  return probabilities.map((value) => value / sum);
}

function convolved(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const result = new Float64Array(a.length + b.length - 1);
  for (const [i, left] of a.entries()) for (const [j, right] of b.entries()) result[i + j]! += left * right;
  return result;
}
