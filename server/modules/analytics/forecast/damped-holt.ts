/** Smoothing: how much of a day's surprise is taken for a change of pace. */
const SMOOTHINGS = [0.05, 0.1, 0.2, 0.4, 0.7, 1] as const;
/** Damping: what is left of an unusual pace a day later. */
const DAMPINGS = [0.5, 0.7, 0.8, 0.9, 0.95] as const;

/** What the pace of a series has above its usual one. */
export interface ExcessPace {
  /** Gain of the newest day above the usual, smoothed; in the unit of the series. */
  excess: number;
  /** What is left of it a day later, 0–1. */
  damping: number;
}

/**
 * Holt's linear trend with damping (Gardner & McKenzie 1985, doi:10.1287/mnsc.31.10.1237) of a series less its drift: the
 * pace decays to the usual one, not to 0, so that an account that grows steadily is not said to stop. The level is
 * the newest value itself, since counters are counted and not measured with an error.
 *
 *     excess(t) = β · (gain(t) − usual(t)) + (1 − β) · φ · excess(t − 1)
 *
 * β and φ are those of a fixed grid whose forecasts of the next day had the least sum of squared errors so far; without
 * any excess at all it is the drift. Every pair is run over the series once, so each day gets the pair that was best up
 * to that very day, at the price of one fit: what is said of a day never rests on later ones.
 *
 * @param gains of each day, oldest first.
 * @param usual the usual gain after 0, 1, … days: one more than gains.
 * @returns the state after 0, 1, … days: one more than gains.
 */
export function dampedHolt(gains: readonly number[], usual: readonly number[]): ExcessPace[] {
  const states: ExcessPace[] = usual.map(() => ({ excess: 0, damping: 1 }));
  const least = squaredErrorsOfDrift(gains, usual);
  for (const smoothing of SMOOTHINGS) {
    for (const damping of DAMPINGS) {
      let excess = 0;
      let errors = 0;
      for (const [day, gain] of gains.entries()) {
        if (day > 0) errors += (gain - usual[day]! - damping * excess) ** 2;
        excess = smoothing * (gain - usual[day + 1]!) + (1 - smoothing) * damping * excess;
        if (errors < least[day + 1]!) {
          least[day + 1] = errors;
          states[day + 1] = { excess, damping };
        }
      }
    }
  }
  return states;
}

function squaredErrorsOfDrift(gains: readonly number[], usual: readonly number[]): number[] {
  const sums = [0];
  for (const [day, gain] of gains.entries()) {
    sums.push(sums[day]! + (day > 0 ? (gain - usual[day]!) ** 2 : 0));
  }
  return sums;
}
