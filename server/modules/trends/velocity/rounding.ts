/** A rounded count has so many digits at least, or it would be of no use. */
const DIGITS = 2;

/**
 * To what each of a source's counts is rounded: the largest power of ten that divides it and all others of its magnitude,
 * that is of as many thousands, since sources write 999.9K and then 1.0M. 1 for exact counts,
 * and for thousands of which some are: sources write 9,725 and then 12.3K, and half of its step is less than 0.5 %.
 *
 * @param values whole and not negative.
 */
export function roundingSteps(values: readonly number[]): number[] {
  const steps = new Map<number, number>();
  for (const value of values) {
    const magnitude = magnitudeOf(value);
    let step = Math.min(steps.get(magnitude) ?? Infinity, 10 ** Math.max(0, digitsOf(value) - DIGITS));
    while (step > 1 && value % step !== 0) step /= 10;
    steps.set(magnitude, step);
  }
  return values.map((value) => steps.get(magnitudeOf(value))!);
}

function digitsOf(value: number): number {
  return String(Math.trunc(value)).length;
}

function magnitudeOf(value: number): number {
  return Math.floor((digitsOf(value) - 1) / 3);
}
