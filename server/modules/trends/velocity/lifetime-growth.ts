import {
  boundsOf,
  courseOf,
  DAY,
  differenceOf,
  LEVEL,
  moderatedVariance,
  pValue,
  type Growth,
  type Point,
  type Uncertain,
  wordOf,
} from './growth.ts';
import type { TrendSeries } from './trend-series.ts';
import { roundingSteps } from './rounding.ts';

/** Three captures a day apart and a half, so that irregular hours do not make it four. */
const MIN_DAYS = 2.5;
/** So long a window is where only rounding keeps it from being shorter. */
const MAX_DAYS = 14;
/** A rise of so many rounding steps is known to about a tenth. */
const MIN_STEPS = 4;
/**
 * Squared coefficient of variation of a day's increment, and for how many increments of its own that counts. It was 0.26
 * for hashtags and 0.16 for sounds on TikTok's lists of March to May 2022, root mean square.
 */
const USUAL = { variance: 0.25 ** 2, degreesOfFreedom: 4 };

/**
 * Growth of an all-time count: what a day of the window added in the mean, over the count at its end. So a small count can
 * at most have come within the window as a whole, and never grows by many times itself.
 *
 * Increments between captures are negative binomial: a day's has the mean μ and the variance μ + φμ², days apart from each
 * other, so that a gap of any length is one increment of many days and never a zero. φ is of the window's own increments,
 * drawn towards what is usual. Rounding adds step² / 12 at either end, the variance of a uniform error. The window is the
 * newest captures over two and a half days or more; it grows up to 14 days until the count rose by four rounding steps.
 *
 * Source: Hilbe 2011, Negative Binomial Regression, doi:10.1017/CBO9780511973420 (variance function, exposure).
 *
 * @param points oldest first.
 * @returns null with fewer than three.
 */
export function lifetimeGrowth(points: readonly Point[], counted: TrendSeries['counted']): Growth | null {
  const measured = measure(points);
  if (measured === null) return null;
  const definition = `Growth a day of the ${wordOf(counted)} of all time: what a day of the window added, over the count at its end. sampleSize counts observations.`;
  return { ...measured.growth, definition };
}

/** The growth, and the increments a day that it rests on. */
function measure(points: readonly Point[]): { growth: Omit<Growth, 'definition'>; rate: Uncertain } | null {
  if (points.length < 3) return null;
  const steps = roundingSteps(points.map(({ value }) => value));
  const start = windowStart(points, steps);
  const [first, last] = [points[start]!, points.at(-1)!];
  const rate = rateOf(points.slice(start), steps.slice(start));
  const before = measure(points.slice(0, start + 1));
  const count = Math.max(1, last.value);
  const growth = { ...rate, estimate: rate.estimate / count, error: rate.error / count };
  return {
    rate,
    growth: {
      from: first.at,
      to: last.at,
      value: growth.estimate,
      interval: { ...boundsOf(growth), level: LEVEL, method: 'negative binomial increments, Student’s t' },
      sampleSize: points.length - start,
      course: before === null ? 'LEVEL' : courseOf(differenceOf(rate, before.rate)),
      volume: last.value - first.value,
      pValueAgainst: (value) => pValue(growth, value),
      before: before?.growth ?? null,
    },
  };
}

function windowStart(points: readonly Point[], steps: readonly number[]): number {
  const last = points.length - 1;
  const daysSince = (index: number) => (points[last]!.at - points[index]!.at) / DAY;
  let start = last - 2;
  while (start > 0) {
    const rise = Math.abs(points[last]!.value - points[start]!.value);
    const isKnown = rise >= MIN_STEPS * steps[last]! || daysSince(start - 1) > MAX_DAYS;
    if (daysSince(start) >= MIN_DAYS && isKnown) break;
    start -= 1;
  }
  return start;
}

/** Increments a day. */
function rateOf(window: readonly Point[], steps: readonly number[]): Uncertain {
  const [first, last] = [window[0]!, window.at(-1)!];
  const days = (last.at - first.at) / DAY;
  const added = last.value - first.value;
  const rate = added / days;
  const increments = window.slice(1).map((point, index) => ({
    days: (point.at - window[index]!.at) / DAY,
    added: point.value - window[index]!.value,
    rounding: (steps[index]! ** 2 + steps[index + 1]! ** 2) / 12,
  }));
  const counting = Math.abs(rate);
  // Of a day's increment, beyond what counting and rounding make of it.
  const spread = increments.reduce(
    (sum, { days: length, added: own, rounding }) =>
      sum + ((own - rate * length) ** 2 - rounding) / length - counting,
    0,
  );
  const own = Math.max(0, spread) / (increments.length - 1);
  const { variance, degreesOfFreedom } = moderatedVariance(own, increments.length - 1, {
    ...USUAL,
    variance: USUAL.variance * rate ** 2,
  });
  const rounding = (steps[0]! ** 2 + steps.at(-1)! ** 2) / 12;
  const error = Math.sqrt(variance * days + Math.max(1, Math.abs(added)) + rounding) / days;
  return { estimate: rate, error, degreesOfFreedom };
}
