import type { EstimateInterval } from '../../analytics/engagement-rate.ts';
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
  stage: 'EMERGING' | 'EXPLODING' | 'PEAKING' | 'FADING' | 'STEADY';
  /** Whole days since it was first seen. */
  ageDays: number;
}

/** What is older says nothing of now. */
const KNOWN_DAYS = 28;
/** Observations closer together are one: hours of the day would be taken for growth. */
const APART = DAY / 4;
/** Of the newest observation of a trend that explodes now. */
const FRESH_DAYS = 3;
/** A day: what grows so at the pace of a window doubles in about two weeks. */
const EXPLODING_GROWTH = 0.05;
/** Of the trends of a list that are called exploding, in the mean at most so many do not grow as fast. */
const FALSE_DISCOVERIES = 0.05;
/** What has to come within the window. */
const VOLUME_FLOOR = { VIEWS: 100_000, POSTS: 100 };

/**
 * How fast the trends of one list rise (one owner, kind and region), as known at `now` in epoch milliseconds.
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

function growthOf({ measure, points }: TrendSeries, now: number): Growth | null {
  const isOfDays = measure === 'DAILY' || measure === 'CURVE';
  const known = points.filter(({ at }) => at >= now - KNOWN_DAYS * DAY && (isOfDays ? at + DAY : at) <= now);
  const apart = farApart(known);
  return measure === 'LIFETIME' ? lifetimeGrowth(apart) : flowGrowth(apart, measure);
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
    const { counted } = list[index]!;
    const isLarge = counted === null || growth.volume === null || growth.volume >= VOLUME_FLOOR[counted];
    return isLarge ? [{ index, p: growth.pValueAgainst(EXPLODING_GROWTH) }] : [];
  });
  const found = discoveries(
    candidates.map(({ p }) => p),
    FALSE_DISCOVERIES,
  );
  return new Set(candidates.filter((_, k) => found[k]).map(({ index }) => index));
}

function stageOf({ measure }: TrendSeries, growth: Growth, isExploding: boolean): TrendVelocity['stage'] {
  if (isExploding) return 'EXPLODING';
  const isFast = measure === 'LIFETIME' && growth.interval.lower > EXPLODING_GROWTH;
  if (growth.course === 'FALLING') return isFast ? 'PEAKING' : 'FADING';
  if (growth.course === 'RISING' || isFast) return 'EMERGING';
  return growth.before?.course === 'RISING' ? 'PEAKING' : 'STEADY';
}
