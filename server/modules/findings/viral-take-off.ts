import { median } from 'simple-statistics';
import { medianInterval } from '../analytics/engagement-rate.ts';
import {
  AGES,
  type AgedVideo,
  MAX_COMPARABLE,
  nearestTo,
  type OutlierScore,
  viewsAtAge,
} from '../analytics/outlier/outlier.ts';
import type { Effect } from './detected-finding.ts';

/** What the stored score of a video has to be like to be worth a closer look. */
export const CANDIDATE = {
  /** Older videos had their time. */
  maxAgeDays: 14,
  /** In the first hours a handful of views decides. */
  minAgeHours: 6,
  /** Of its median a video has to have, */
  minMultiple: 3,
  /** and this robust z, whatever it gains. */
  minZ: 1.5,
} as const;

/** Fewer views are no take-off, whatever they are a multiple of. */
const MIN_VIEWS = 1_000;
/** Videos whose growth between the same two ages is known. */
const MIN_COMPARABLE = 8;
/** For a video that took off: how unusual its growth has to be, and how many times the usual one. */
const GROWTH = { minZ: 4, minFactor: 3 };
/** For one that was far ahead from the beginning: how unusual it has to be, and how fast it has to go on. */
const LEVEL = { minZ: 4, minMultiple: 5, minVelocity: 3 };
/** Growths that are all alike are not infinitely sure. */
const MIN_SPREAD = 0.05;

export interface TakeOff {
  ageHours: number;
  views: number;
  /** The age since when it is measured how fast it moves. */
  sinceHours: number;
  /** Views an hour since then, and the median of the account's other videos between the same ages. */
  velocity: number;
  usualVelocity: number;
  /** The multiple of the median of the account's other videos, within the interval of that median. */
  effect: Effect;
}

/**
 * The take-off of a young video; null where there is none. Both of what it has and of how fast it moves are held against the
 * account's other videos at the same age: its score, and its growth of log(1 + views) since the latest age before at which it
 * is known. Either
 *
 * - it began as others do and then took off: robust z of the growth at least 4, and three times the usual growth, with a score
 *   of 1.5 and three times the median views; or
 * - it was ahead from the beginning: a score of 4 and five times the median views, and still three times as fast.
 *
 * Each z is held against 4 · (1 + 2.5 · 1.17/√n): 1.17/√n is the standard error of MAD as a share of itself, and among few
 * videos what is usual is a guess. Velocity between captures, since views over lifetime are none
 * (https://community.tubebuddy.com/threads/39764); robust z as in `outlierScore` (Iglewicz & Hoaglin 1993).
 */
export function takeOffOf(
  video: AgedVideo,
  others: readonly AgedVideo[],
  score: OutlierScore,
): TakeOff | null {
  const { ageHours, robustZ, multipleOfMedian, sampleSize } = score;
  const sinceHours = AGES.findLast((hours) => hours < ageHours && viewsAtAge(video, hours) !== null);
  const views = viewsAtAge(video, ageHours);
  if (sinceHours === undefined || ageHours < CANDIDATE.minAgeHours) return null;
  if (views === null || views < MIN_VIEWS) return null;
  const comparable = nearestTo(video, others);
  const usual = comparable
    .flatMap((other) => stepOf(other, sinceHours, ageHours) ?? [])
    .slice(0, MAX_COMPARABLE);
  if (usual.length < MIN_COMPARABLE) return null;

  const step = stepOf(video, sinceHours, ageHours)!;
  const usualVelocity = median(usual.map(({ velocity }) => velocity));
  const growths = usual.map(({ growth }) => growth);
  const usualGrowth = median(growths);
  const spread = 1.4826 * median(growths.map((growth) => Math.abs(growth - usualGrowth)));
  const growthZ = (step.growth - usualGrowth) / Math.max(MIN_SPREAD, spread);
  const tookOff =
    robustZ >= CANDIDATE.minZ &&
    multipleOfMedian >= CANDIDATE.minMultiple &&
    growthZ >= amongFew(GROWTH.minZ, usual.length) &&
    step.growth - usualGrowth >= Math.log(GROWTH.minFactor);
  const wasAhead =
    robustZ >= amongFew(LEVEL.minZ, sampleSize) &&
    multipleOfMedian >= LEVEL.minMultiple &&
    step.velocity >= LEVEL.minVelocity * usualVelocity;
  if (!tookOff && !wasAhead) return null;
  const effect = effectOf(views, score, comparable);
  return { ageHours, views, sinceHours, velocity: step.velocity, usualVelocity, effect };
}

function effectOf(
  views: number,
  { ageHours, sampleSize }: OutlierScore,
  comparable: readonly AgedVideo[],
): Effect {
  const usual = comparable
    .flatMap((other) => viewsAtAge(other, ageHours) ?? [])
    .slice(0, sampleSize)
    .sort((a, b) => a - b);
  const { lower, upper, ...interval } = medianInterval(usual)!;
  const multipleOf = (count: number) => views / Math.max(1, count);
  return {
    value: multipleOf(median(usual)),
    interval: { ...interval, lower: multipleOf(upper), upper: multipleOf(lower) },
    sampleSize,
    definition: `Views at ${String(ageHours)} hours as a multiple of the median of the account’s other videos at that age; sampleSize counts these.`,
  };
}

function amongFew(minZ: number, n: number): number {
  return minZ * (1 + (2.5 * 1.17) / Math.sqrt(n));
}

/** What happened between two ages; null where one of them is not known. */
function stepOf(video: AgedVideo, from: number, to: number): { growth: number; velocity: number } | null {
  const [before, after] = [viewsAtAge(video, from), viewsAtAge(video, to)];
  if (before === null || after === null) return null;
  return { growth: Math.log1p(after) - Math.log1p(before), velocity: (after - before) / (to - from) };
}
