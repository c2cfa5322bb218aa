/** Of an interval for what is to come, as far as the number of values allows. */
const LEVEL = 0.8;

/**
 * Where a new value lies that is exchangeable with `values`: between their kth smallest and kth largest with probability
 * `level` = (n + 1 − 2k) / (n + 1), whatever their distribution (Wilks 1941, doi:10.1214/aoms/1177731788; as conformal
 * prediction: Lei et al. 2018, doi:10.1080/01621459.2017.1307116). k makes that 80 to 90 %; with fewer than
 * 9 values it is what their smallest and largest give.
 *
 * @param values at least two.
 */
export function orderStatisticInterval(values: readonly number[]): {
  lower: number;
  upper: number;
  level: number;
} {
  const n = values.length;
  const sorted = values.toSorted((a, b) => a - b);
  const k = Math.max(1, Math.floor(((1 - LEVEL) / 2) * (n + 1) + 1e-9));
  return { lower: sorted[k - 1]!, upper: sorted[n - k]!, level: (n + 1 - 2 * k) / (n + 1) };
}
