/**
 * The hypotheses that are rejected such that of those, in the mean, at most the share `rate` is rejected wrongly: the k
 * smallest p-values, k the largest with p(k) ≤ rate · k / n. It holds for independent p-values and for those that rise
 * and fall together.
 *
 * Source: Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x; dependence: Benjamini & Yekutieli 2001,
 * doi:10.1214/aos/1013699998.
 *
 * @returns of each p-value, whether its hypothesis is rejected.
 */
export function discoveries(pValues: readonly number[], rate: number): boolean[] {
  const sorted = [...pValues].sort((a, b) => a - b);
  const last = sorted.findLastIndex((p, index) => p <= (rate * (index + 1)) / sorted.length);
  return pValues.map((p) => last >= 0 && p <= sorted[last]!);
}
