/**
 * Bounds of the mean of a Poisson count at a two-sided level (0–1): the exact interval (Garwood 1936,
 * doi:10.1093/biomet/28.3-4.437). Wide on the safe side for counts that are more regular than Poisson's.
 */
export function poissonInterval(count: number, level: number): { lower: number; upper: number } {
  const tail = (1 - level) / 2;
  return {
    lower: count === 0 ? 0 : solve((mean) => 1 - atMost(count - 1, mean) < tail),
    upper: solve((mean) => atMost(count, mean) > tail),
  };
}

/** The mean at which `isBelow` turns false. */
function solve(isBelow: (mean: number) => boolean): number {
  let low = 0;
  let high = 1;
  while (isBelow(high)) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(X ≤ count) of a Poisson variable; summed in logarithms, since exp(−mean) is 0 for large means. */
function atMost(count: number, mean: number): number {
  let log = -mean;
  let sum = Math.exp(log);
  for (let k = 1; k <= count; k++) {
    log += Math.log(mean / k);
    sum += Math.exp(log);
  }
  return Math.min(1, sum);
}
