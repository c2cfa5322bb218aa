import { studentTQuantile, studentTUpperTail } from '../../analytics/lift/student-t.ts';
import type { EstimateInterval } from '../../analytics/engagement-rate.ts';
import type { TrendSeries } from './trend-series.ts';

/** How fast a series grew in its newest window. Growth is per day: 0.1 is +10 %. */
export interface Growth {
  /** Of the window, epoch milliseconds. */
  from: number;
  to: number;
  value: number;
  interval: EstimateInterval;
  /** Observations in the window. */
  sampleSize: number;
  definition: string;
  /** Whether more, fewer or as many were added a day as before. */
  course: Course;
  /** Views or posts that came within the window; null for a curve. */
  volume: number | null;
  /** How likely such a growth or a larger one is measured where `growth` is the true one: a one-sided p-value. */
  pValueAgainst: (growth: number) => number;
  /** The same of the window before; null where less than three observations reach so far back. */
  before: Omit<Growth, 'definition'> | null;
}

/** What is counted, in words. */
export function wordOf(counted: TrendSeries['counted']): string {
  return counted === 'POSTS' ? 'posts' : 'views';
}

export type Course = 'RISING' | 'FALLING' | 'LEVEL';

export interface Point {
  /** Epoch milliseconds. */
  at: number;
  value: number;
}

/** Of two-sided intervals, so that the lower bound alone is wrong in 5 % of cases. */
export const LEVEL = 0.9;
export const DAY = 86_400_000;

/** An estimate with the standard error it has, whose variance is known as well as from so many degrees of freedom. */
export interface Uncertain {
  estimate: number;
  error: number;
  degreesOfFreedom: number;
}

export function boundsOf({ estimate, error, degreesOfFreedom }: Uncertain): { lower: number; upper: number } {
  const margin = quantileFor(degreesOfFreedom) * error;
  return { lower: estimate - margin, upper: estimate + margin };
}

/** Lists are long and degrees of freedom few, and each takes a search. */
const quantiles = new Map<number, number>();

function quantileFor(degreesOfFreedom: number): number {
  const known = quantiles.get(degreesOfFreedom);
  if (known !== undefined) return known;
  const quantile = studentTQuantile((1 + LEVEL) / 2, degreesOfFreedom);
  quantiles.set(degreesOfFreedom, quantile);
  return quantile;
}

/** The one-sided p-value of `estimate` where the truth is `value` or less. */
export function pValue({ estimate, error, degreesOfFreedom }: Uncertain, value: number): number {
  const t = (estimate - value) / error;
  return t >= 0 ? studentTUpperTail(t, degreesOfFreedom) : 1 - studentTUpperTail(-t, degreesOfFreedom);
}

/** Of two that were measured apart. */
export function differenceOf(a: Uncertain, b: Uncertain): Uncertain {
  return {
    estimate: a.estimate - b.estimate,
    error: Math.hypot(a.error, b.error),
    degreesOfFreedom: Math.min(a.degreesOfFreedom, b.degreesOfFreedom),
  };
}

export function courseOf(change: Uncertain): Course {
  const { lower, upper } = boundsOf(change);
  if (lower > 0) return 'RISING';
  return upper < 0 ? 'FALLING' : 'LEVEL';
}

/**
 * A variance from few values, drawn towards what is usual: the mean of both, weighted by their degrees of freedom.
 *
 * Source: Smyth 2004, doi:10.2202/1544-6115.1027, section 3.
 */
export function moderatedVariance(
  variance: number,
  degreesOfFreedom: number,
  usual: { variance: number; degreesOfFreedom: number },
): { variance: number; degreesOfFreedom: number } {
  const together = degreesOfFreedom + usual.degreesOfFreedom;
  return {
    variance: (degreesOfFreedom * variance + usual.degreesOfFreedom * usual.variance) / together,
    degreesOfFreedom: together,
  };
}
