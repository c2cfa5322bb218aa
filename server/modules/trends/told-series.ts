import type { StoredCurve } from './trend-curve.ts';
import type { TrendMeasure, TrendSource, TrendUnit } from './trend-sighting.ts';
import type { TrendSeries } from './velocity/trend-series.ts';

/** What one source told of one trend. */
export interface ToldTrend {
  source: TrendSource;
  /** Oldest first. */
  observations: readonly ToldObservation[];
  curve: StoredCurve | null;
}

export interface ToldObservation {
  /** Epoch milliseconds. */
  at: number;
  rank: number | null;
  views: bigint | null;
  posts: bigint | null;
  measure: TrendMeasure;
  /** Own accounts whose posts these are; null where the source does not count accounts. */
  accounts: number | null;
}

/** A source's words as one series in one unit. */
export interface ToldSeries extends Pick<TrendSeries, 'measure' | 'counted' | 'points'> {
  unit: TrendUnit;
}

/** What the days of a curve count; Research videos are a sample, whose views are not those of the trend. */
const COUNTED_BY_CURVE: Readonly<Record<TrendSource, 'VIEWS' | 'POSTS'>> = {
  BUSINESS_DISCOVERY: 'VIEWS',
  CREATIVE_CENTER: 'VIEWS',
  RESEARCH_API: 'POSTS',
  OWN_CORPUS: 'VIEWS',
};

/** Fewer tell no change of growth. */
export const LEAST_POINTS = 3;

/**
 * The series that a source's words make: never of two units, which would not compare. Of those with three points or more the
 * one that tells most of growth comes first: counts of days, then all-time counts, then a curve on a scale of its own, then
 * counts of windows, which overlap. Without any, the longest; null where the source told ranks alone.
 */
export function seriesOf(told: ToldTrend): ToldSeries | null {
  const { source, curve, observations } = told;
  const points = curve?.points.map(([at, value]) => ({ at, value })) ?? [];
  const isCount = curve?.unit === 'COUNT';
  const candidates: ToldSeries[] = [
    { measure: 'DAILY', unit: 'COUNT', counted: COUNTED_BY_CURVE[source], points: isCount ? points : [] },
    countsOf(observations, 'LIFETIME'),
    { measure: 'CURVE', unit: curve?.unit ?? 'INDEX', counted: null, points: isCount ? [] : points },
    countsOf(observations, 'WINDOW'),
  ];
  const telling = candidates.find((series) => series.points.length >= LEAST_POINTS);
  const longest = candidates.reduce((one, other) => (other.points.length > one.points.length ? other : one));
  const found = telling ?? longest;
  return found.points.length === 0 ? null : found;
}

/** Views where most observations have them, else posts. */
function countsOf(observations: readonly ToldObservation[], measure: TrendMeasure): ToldSeries {
  const measured = observations.filter((each) => each.measure === measure);
  const points = (count: 'views' | 'posts') =>
    measured.flatMap((each) => (each[count] === null ? [] : [{ at: each.at, value: Number(each[count]) }]));
  const [views, posts] = [points('views'), points('posts')];
  return views.length >= posts.length
    ? { measure, unit: 'COUNT', counted: 'VIEWS', points: views }
    : { measure, unit: 'COUNT', counted: 'POSTS', points: posts };
}
