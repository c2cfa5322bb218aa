import { mean, median } from 'simple-statistics';
import {
  boundsOf,
  courseOf,
  DAY,
  LEVEL,
  moderatedVariance,
  pValue,
  type Growth,
  type Point,
  type Uncertain,
  wordOf,
} from './growth.ts';
import type { TrendSeries } from './trend-series.ts';

/** What a flow is: see `TrendSeries`. */
type FlowMeasure = 'WINDOW' | 'DAILY' | 'CURVE';

/** A week, so that each weekday is in it once; less an hour or so, so that it holds seven days and not eight. */
const DAYS = 6.5;
/**
 * Of the logarithm of a day's value around its line, and for how many days of its own that counts. It was 0.16 for new
 * videos of a sound on TikTok's lists of March to May 2022; a little more, as neighbouring days are alike by about 0.2.
 */
const USUAL = { variance: 0.2 ** 2, degreesOfFreedom: 4 };
/** The share of its peak to which a value has fallen where it is past it; a tenth less is within a usual day's noise. */
const FALLEN = 0.75;
/** A curve's zero is less than half of its smallest step, of a hundred. */
const ZERO_OF_CURVE = 0.005;
/** So of a count. */
const ZERO_OF_COUNT = 0.5;

/**
 * Growth of what comes in a day, or of a curve: the slope of its logarithm over the newest week, as the median of the
 * slopes between all pairs of points, which single odd days hardly move, such as a last day that is not yet complete.
 *
 * What rose within the week and has fallen from its peak since, for two days or more, is measured from the peak on: the week as
 * a whole would still be a rise.
 *
 * Its standard error is that of a least-squares slope with the residuals of this line, whose variance is drawn towards
 * what is usual; counts add 1 / count.
 *
 * Sources: Theil 1950 and Sen 1968, doi:10.1080/01621459.1968.10480934 (slope).
 *
 * @param points oldest first.
 * @returns null with fewer than three.
 */
export function flowGrowth(
  points: readonly Point[],
  unit: FlowMeasure,
  counted: TrendSeries['counted'],
): Growth | null {
  const largest = Math.max(...points.map(({ value }) => value));
  const zero = unit === 'CURVE' ? ZERO_OF_CURVE * largest : ZERO_OF_COUNT;
  // A curve that is 0 all over has no logarithm.
  const offset = zero > 0 ? zero : 1;
  const growth = growthOf(points, unit, offset);
  return growth && { ...growth, definition: definitionOf(unit, counted) };
}

type FlowGrowth = Omit<Growth, 'definition'>;

function growthOf(points: readonly Point[], unit: FlowMeasure, offset: number): FlowGrowth | null {
  if (points.length < 3) return null;
  const start = windowStart(points);
  const week = measure(points.slice(start), unit, offset);
  const peak = start + peakOf(points.slice(start));
  if (week.course !== 'RISING' || !hasFallen(points.slice(peak), offset)) {
    return { ...week, before: growthOf(points.slice(0, start + 1), unit, offset) };
  }
  return {
    ...measure(points.slice(peak), unit, offset),
    before: growthOf(points.slice(0, peak + 1), unit, offset) ?? { ...week, before: null },
  };
}

function measure(window: readonly Point[], unit: FlowMeasure, offset: number): Omit<FlowGrowth, 'before'> {
  const [first, last] = [window[0]!, window.at(-1)!];
  const slope = slopeOf(window, offset, unit !== 'CURVE');
  const { lower, upper } = boundsOf(slope);
  return {
    from: first.at,
    to: last.at,
    value: Math.expm1(slope.estimate),
    interval: {
      lower: Math.expm1(lower),
      upper: Math.expm1(upper),
      level: LEVEL,
      method: 'Theil–Sen slope of logarithms, Student’s t',
    },
    sampleSize: window.length,
    course: courseOf(slope),
    volume: volumeOf(window, unit),
    pValueAgainst: (growth) => pValue(slope, Math.log1p(growth)),
  };
}

/** The place of the largest value, the newest of several. */
function peakOf(window: readonly Point[]): number {
  const largest = Math.max(...window.map(({ value }) => value));
  return window.findLastIndex(({ value }) => value === largest);
}

/** @param since the peak and what came after it. */
function hasFallen(since: readonly Point[], offset: number): boolean {
  if (since.length < 3 || since.at(-1)!.value > FALLEN * since[0]!.value) return false;
  return median(slopesOf(since, offset)) < 0;
}

/** Of the logarithm, a day, between all pairs of points. */
function slopesOf(window: readonly Point[], offset: number): number[] {
  return window.flatMap((later, j) =>
    window
      .slice(0, j)
      .map(
        (earlier) =>
          (Math.log(later.value + offset) - Math.log(earlier.value + offset)) /
          ((later.at - earlier.at) / DAY),
      ),
  );
}

function definitionOf(unit: FlowMeasure, counted: TrendSeries['counted']): string {
  const what = {
    WINDOW: `the ${wordOf(counted)} in the source’s own window`,
    DAILY: `the ${wordOf(counted)} of a day`,
    CURVE: 'a popularity on its source’s own scale',
  }[unit];
  return `Growth a day of ${what}: the slope of the logarithm over the newest week, or since the peak within it where it has fallen from there. sampleSize counts ${unit === 'WINDOW' ? 'observations' : 'days'}.`;
}

function windowStart(points: readonly Point[]): number {
  const last = points.length - 1;
  let start = last - 2;
  while (start > 0 && points[last]!.at - points[start - 1]!.at <= DAYS * DAY) start -= 1;
  return start;
}

/** Of the logarithm, a day. */
function slopeOf(window: readonly Point[], offset: number, isCount: boolean): Uncertain {
  const days = window.map(({ at }) => (at - window[0]!.at) / DAY);
  const logs = window.map(({ value }) => Math.log(value + offset));
  const slope = median(slopesOf(window, offset));
  const rests = logs.map((log, i) => log - slope * days[i]!);
  const level = median(rests);
  const own = rests.reduce((sum, rest) => sum + (rest - level) ** 2, 0) / (window.length - 2);
  const { variance, degreesOfFreedom } = moderatedVariance(own, window.length - 2, USUAL);
  const counting = isCount
    ? window.reduce((sum, { value }) => sum + 1 / (value + offset), 0) / window.length
    : 0;
  const middle = mean(days);
  const spread = days.reduce((sum, day) => sum + (day - middle) ** 2, 0);
  return { estimate: slope, error: Math.sqrt((variance + counting) / spread), degreesOfFreedom };
}

function volumeOf(window: readonly Point[], unit: FlowMeasure): number | null {
  if (unit === 'CURVE') return null;
  return unit === 'WINDOW' ? window.at(-1)!.value : window.reduce((sum, { value }) => sum + value, 0);
}
