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
} from './growth.ts';

/** A week, so that each weekday is in it once; less an hour or so, so that it holds seven days and not eight. */
const DAYS = 6.5;
/**
 * Of the logarithm of a day's value around its line, and for how many days of its own that counts. It was 0.16 for new
 * videos of a sound on TikTok's lists of March to May 2022; a little more, as neighbouring days are alike by about 0.2.
 */
const USUAL = { variance: 0.2 ** 2, degreesOfFreedom: 4 };
/** A curve's zero is less than half of its smallest step, of a hundred. */
const ZERO_OF_CURVE = 0.005;
/** So of a count. */
const ZERO_OF_COUNT = 0.5;

/**
 * Growth of what comes in a day, or of a curve: the slope of its logarithm over the newest week, as the median of the
 * slopes between all pairs of points, which single odd days hardly move, such as a last day that is not yet complete.
 *
 * Its standard error is that of a least-squares slope with the residuals of this line, whose variance is drawn towards
 * what is usual; counts add 1 / count.
 *
 * Sources: Theil 1950 and Sen 1968, doi:10.1080/01621459.1968.10480934 (slope).
 *
 * @param points oldest first.
 * @returns null with fewer than three.
 */
export function flowGrowth(points: readonly Point[], measure: 'WINDOW' | 'DAILY' | 'CURVE'): Growth | null {
  const largest = Math.max(...points.map(({ value }) => value));
  const zero = measure === 'CURVE' ? ZERO_OF_CURVE * largest : ZERO_OF_COUNT;
  // A curve that is 0 all over has no logarithm.
  const offset = zero > 0 ? zero : 1;
  return growthOf(points, measure, offset);
}

function growthOf(
  points: readonly Point[],
  measure: 'WINDOW' | 'DAILY' | 'CURVE',
  offset: number,
): Growth | null {
  if (points.length < 3) return null;
  const start = windowStart(points);
  const window = points.slice(start);
  const [first, last] = [window[0]!, window.at(-1)!];
  const slope = slopeOf(window, offset, measure !== 'CURVE');
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
    definition: DEFINITIONS[measure],
    course: courseOf(slope),
    volume: volumeOf(window, measure),
    pValueAgainst: (growth) => pValue(slope, Math.log1p(growth)),
    before: growthOf(points.slice(0, start + 1), measure, offset),
  };
}

const DEFINITIONS = {
  WINDOW: 'Growth of the count in the source’s own window: the slope of its logarithm over the newest week.',
  DAILY: 'Growth of the count of a day: the slope of its logarithm over the newest week.',
  CURVE: 'Growth of a normalised popularity: the slope of its logarithm over the newest week.',
};

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
  const slopes = logs.flatMap((log, j) =>
    logs.slice(0, j).map((earlier, i) => (log - earlier) / (days[j]! - days[i]!)),
  );
  const slope = median(slopes);
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

function volumeOf(window: readonly Point[], measure: 'WINDOW' | 'DAILY' | 'CURVE'): number | null {
  if (measure === 'CURVE') return null;
  return measure === 'WINDOW' ? window.at(-1)!.value : window.reduce((sum, { value }) => sum + value, 0);
}
