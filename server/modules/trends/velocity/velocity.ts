import type { EstimateInterval } from '../../analytics/engagement-rate.ts';
import type { TrendStage } from '../trend-sighting.ts';
import { discoveries } from './false-discoveries.ts';
import { flowGrowth } from './flow-growth.ts';
import { DAY, type Growth, type Point } from './growth.ts';
import { lifetimeGrowth } from './lifetime-growth.ts';
import type { TrendSeries } from './trend-series.ts';

/** How fast a trend rises: plain JSON. */
export interface TrendVelocity {
  /** From the first to the last observation that it rests on, at least 1. */
  windowDays: number;
  /** A day: 0.1 is +10 %. `sampleSize` is the observations of the window. Trends are ranked by its lower bound. */
  dailyGrowth: { value: number; interval: EstimateInterval; sampleSize: number; definition: string };
  /** Change of dailyGrowth a day; null where the window before has fewer than three observations. */
  acceleration: number | null;
  stage: TrendStage;
  /** Whole days since it was first seen. */
  ageDays: number;
}

/** What is older says nothing of now. */
const KNOWN_DAYS = 28;
/** Observations closer together are one: hours of the day would be taken for growth. */
const APART = DAY / 4;
/** Of the newest observation of a trend that explodes now. */
const FRESH_DAYS = 3;
/** A day, of whatever comes in a day, and of all-time posts: what came evenly since three weeks grows by 5 % a day. */
const EXPLODING_GROWTH = 0.05;
/** Of all-time views, to which old videos add for years: what came evenly since seven weeks grows by 2 % a day. */
const EXPLODING_GROWTH_OF_ALL_VIEWS = 0.02;
/** Of the trends of a list that are called exploding, in the mean at most this share does not grow as fast. */
const FALSE_DISCOVERIES = 0.05;
/** What has to come within the window; of a curve, what its source counts beside it. */
const VOLUME_FLOOR = { VIEWS: 100_000, POSTS: 100 };
/** Of a workspace's own: what one account alone posts is a success of its, and no trend. */
const ACCOUNTS_FLOOR = 2;
/** Days of a curve, whose volume is unknown: over three or four, one odd day makes a rise. */
const LEAST_DAYS_OF_CURVE = 5;

/**
 * How fast the trends of one list rise (one owner, kind and region), as known at `now` in epoch milliseconds.
 *
 * A trend explodes where, of all trends of the list together (false-discovery rate 5 %), its growth is larger than 5 % a
 * day beyond chance (2 % of all-time views), 100,000 views or 100 posts came within its window, no fewer come a day than in
 * the window before, and it was seen in the last three days. A curve has no volume: it needs five days, and as many views or
 * posts where its source counts either. Among a workspace's own videos two accounts must have posted it. Else it is
 * - EMERGING where more come a day than before, or where it grows as fast and only volume or certainty is missing;
 * - PEAKING where as many come after a window in which more and more did, as where a day's count has fallen from its peak, or
 *   where fewer come and it still grows as fast;
 * - FADING where fewer come a day than before;
 * - STEADY where none of this can be told from chance.
 *
 * What is measured, and how, is told with `lifetimeGrowth` and `flowGrowth`; what it is worth, in docs/STATISTICS.md.
 *
 * @returns of each trend, null where fewer than three observations of the last 28 days, six hours apart, are known.
 */
export function measureVelocities(list: readonly TrendSeries[], now: number): (TrendVelocity | null)[] {
  const growths = list.map((series) => growthOf(series, now));
  const exploding = explodingOf(list, growths, now);
  return list.map((series, index) => {
    const growth = growths[index];
    if (growth === null || growth === undefined) return null;
    const { value, interval, sampleSize, definition } = growth;
    return {
      windowDays: Math.max(1, Math.round((growth.to - growth.from) / DAY)),
      dailyGrowth: { value, interval, sampleSize, definition },
      acceleration: accelerationOf(growth),
      stage: stageOf(series, growth, exploding.has(index)),
      ageDays: Math.max(0, Math.floor((now - series.firstSeenAt) / DAY)),
    };
  });
}

function growthOf({ measure, counted, points }: TrendSeries, now: number): Growth | null {
  const isOfDays = measure === 'DAILY' || measure === 'CURVE';
  const known = points.filter(({ at }) => at >= now - KNOWN_DAYS * DAY && (isOfDays ? at + DAY : at) <= now);
  const apart = farApart(known);
  return measure === 'LIFETIME' ? lifetimeGrowth(apart, counted) : flowGrowth(apart, measure, counted);
}

/** The newest, and before it those that lie a quarter of a day before the next. */
function farApart(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of [...points].sort((a, b) => b.at - a.at)) {
    const next = kept.at(-1);
    if (next === undefined || next.at - point.at >= APART) kept.push(point);
  }
  return kept.reverse();
}

function accelerationOf({ from, to, value, before }: Growth): number | null {
  if (before === null) return null;
  const days = ((from + to) / 2 - (before.from + before.to) / 2) / DAY;
  return (value - before.value) / days;
}

function explodingOf(
  list: readonly TrendSeries[],
  growths: readonly (Growth | null)[],
  now: number,
): ReadonlySet<number> {
  const candidates = growths.flatMap((growth, index) => {
    if (growth === null || growth.to < now - FRESH_DAYS * DAY || growth.course === 'FALLING') return [];
    const series = list[index]!;
    return isLarge(series, growth) ? [{ index, p: growth.pValueAgainst(explodingGrowthOf(series)) }] : [];
  });
  const found = discoveries(
    candidates.map(({ p }) => p),
    FALSE_DISCOVERIES,
  );
  return new Set(candidates.filter((_, k) => found[k]).map(({ index }) => index));
}

/** Whether enough came, of enough people. */
function isLarge({ measure, counted, told, accounts }: TrendSeries, { volume, sampleSize }: Growth): boolean {
  if (accounts !== null && accounts < ACCOUNTS_FLOOR) return false;
  if (measure === 'CURVE' && sampleSize < LEAST_DAYS_OF_CURVE) return false;
  if (counted !== null && volume !== null) return volume >= VOLUME_FLOOR[counted];
  const { views, posts } = told;
  if (views === null && posts === null) return true;
  return (views ?? 0) >= VOLUME_FLOOR.VIEWS || (posts ?? 0) >= VOLUME_FLOOR.POSTS;
}

function stageOf(series: TrendSeries, growth: Growth, isExploding: boolean): TrendStage {
  if (isExploding) return 'EXPLODING';
  const isFast = series.measure === 'LIFETIME' && growth.interval.lower > explodingGrowthOf(series);
  if (growth.course === 'FALLING') return isFast ? 'PEAKING' : 'FADING';
  if (growth.course === 'RISING' || isFast) return 'EMERGING';
  return growth.before?.course === 'RISING' ? 'PEAKING' : 'STEADY';
}

function explodingGrowthOf({ measure, counted }: TrendSeries): number {
  return measure === 'LIFETIME' && counted === 'VIEWS' ? EXPLODING_GROWTH_OF_ALL_VIEWS : EXPLODING_GROWTH;
}
