import { project } from './forecast-methods.ts';
import type { ForecastMethod, Track } from './forecast-methods.ts';
import { SortedWindow } from '../series/sorted-window.ts';

/** The first origin: fewer days say nothing of what is usual. */
const MIN_DAYS = 8;
/** Below it drift is taken unseen: a choice among methods would be made by chance. */
const CHOICE_DAYS = 60;
/** Origins that are known to the end of the horizon; half of them choose, and the other half can still calibrate 95 %. */
const MIN_CHOICE_ORIGINS = 38;
/** The newest origins count, since accounts change. */
const MAX_ORIGINS = 90;
/** Naive must be so much better: on series with a drift it wins now and then by chance, and then costs most. */
const NAIVE_HANDICAP = 0.7;

/** How a method did on the series' own past. */
export interface Backtest {
  /** Share of past values inside their interval, 0–1. */
  coverage: number;
  /** Of these intervals, in the unit of the series. */
  meanWidth: number;
  /** Mean absolute error over that of naive at the same days; 1 where both are 0. */
  mase: number;
  /** Origins with at least one interval that was checked. */
  folds: number;
}

/** A method, and the first origin that calibrates its intervals; those before it chose the method. */
export interface Choice {
  method: ForecastMethod;
  calibratesFrom: number;
}

/**
 * Days of history that intervals at `confidence`, for `days` days ahead, take: 8 to begin with, and c / (1 − c) values
 * that are `days` ahead of an origin, as the c-quantile of fewer is not among them.
 */
export function requiredDays(days: number, confidence: number): number {
  return MIN_DAYS + days + Math.ceil(confidence / (1 - confidence) - ROUNDING);
}

/**
 * The method for so many days ahead. Rolling origins: at each, a method forecasts from what was known then.
 * Drift, unless history is long enough to choose; then the method with the least mean absolute error over the older half
 * of the origins that are known to the end. The choice does not depend on the confidence.
 */
export function chooseMethod(track: Track, days: number): Choice {
  const known = track.values.length;
  const origins = known - days - MIN_DAYS + 1;
  if (known < CHOICE_DAYS || origins < MIN_CHOICE_ORIGINS) {
    return { method: 'drift', calibratesFrom: MIN_DAYS };
  }
  const calibratesFrom = MIN_DAYS + Math.floor(origins / 2);
  const from = Math.max(MIN_DAYS, calibratesFrom - MAX_ORIGINS);
  const errorOf = (method: ForecastMethod): number => {
    let sum = 0;
    for (let origin = from; origin < calibratesFrom; origin++) {
      for (const error of errorsAt(track, method, origin, days)) sum += error;
    }
    return sum;
  };
  const [naive, drift, holt] = [errorOf('naive'), errorOf('drift'), errorOf('damped-holt')];
  const isNaive = naive < NAIVE_HANDICAP * Math.min(drift, holt);
  return { method: isNaive ? 'naive' : holt < drift ? 'damped-holt' : 'drift', calibratesFrom };
}

/**
 * Half the width of the interval 1, 2, … days ahead: the kth smallest of n absolute errors at that distance, with
 * k = ⌈(n + 1) · confidence⌉, of the newest origins that calibrate. Where errors are exchangeable, the next one is not
 * above it with that probability or a little more.
 *
 * Source: split conformal prediction for each horizon from rolling origins, Wang & Hyndman 2024,
 * doi:10.48550/arXiv.2410.13115.
 */
export function halfWidths(track: Track, choice: Choice, days: number, confidence: number): number[] {
  const known = track.values.length;
  const windows = windowsFor(days);
  for (let origin = Math.max(choice.calibratesFrom, known - days - MAX_ORIGINS); origin < known; origin++) {
    const errors = errorsAt(track, choice.method, origin, days);
    for (let index = 0; index < errors.length; index++) windows[index]!.add(errors[index]!);
  }
  return windows.map((window) => quantile(window, confidence)!);
}

/**
 * What the intervals would have done, had they been given on each of the newest days that calibrate: each is made from
 * the errors that were known by that day, and checked with what came. So no interval has seen what it is checked with.
 */
export function backtest(track: Track, choice: Choice, days: number, confidence: number): Backtest {
  const known = track.values.length;
  const firstFold = Math.max(choice.calibratesFrom, known - days - MAX_ORIGINS);
  const windows = windowsFor(days);
  const errorsOf: number[][] = [];
  const sums = { checked: 0, inside: 0, width: 0, error: 0, naiveError: 0, folds: 0 };
  for (let origin = MIN_DAYS; origin < known; origin++) {
    const errors = errorsAt(track, choice.method, origin, days);
    errorsOf[origin] = errors;
    // The newest day came to be known, and with it one error more at each distance.
    for (let index = 0; index < Math.min(days, origin - MIN_DAYS); index++) {
      windows[index]!.add(errorsOf[origin - index - 1]![index]!);
    }
    if (origin < firstFold) continue;
    const values = project(track, choice.method, origin, errors.length);
    const naive = errorsAt(track, 'naive', origin, days);
    const checkedBefore = sums.checked;
    for (let index = 0; index < errors.length; index++) {
      const error = errors[index]!;
      const halfWidth = quantile(windows[index]!, confidence);
      if (halfWidth === null) continue;
      sums.checked++;
      if (error <= halfWidth) sums.inside++;
      sums.width += halfWidth + Math.min(halfWidth, values[index]! - track.floor);
      sums.error += error;
      sums.naiveError += naive[index]!;
    }
    if (sums.checked > checkedBefore) sums.folds++;
  }
  return {
    coverage: sums.inside / sums.checked,
    meanWidth: sums.width / sums.checked,
    mase: sums.error === sums.naiveError ? 1 : sums.error / sums.naiveError,
    folds: sums.folds,
  };
}

/** Absolute errors of the forecasts 1, 2, … days after an origin, as far as it is known what came. */
function errorsAt(track: Track, method: ForecastMethod, origin: number, days: number): number[] {
  const known = Math.min(days, track.values.length - origin);
  const errors = project(track, method, origin, known);
  for (let index = 0; index < known; index++) {
    errors[index] = Math.abs(track.values[origin + index]! - errors[index]!);
  }
  return errors;
}

/** c / (1 − c) and (n + 1) · c are whole numbers for the usual c, but not in binary fractions. */
const ROUNDING = 1e-9;

function windowsFor(days: number): SortedWindow[] {
  return Array.from({ length: days }, () => new SortedWindow(MAX_ORIGINS));
}

/** The ⌈(n + 1) · confidence⌉th smallest of n; null where there are fewer. */
function quantile(window: SortedWindow, confidence: number): number | null {
  return window.smallest(Math.ceil((window.size + 1) * confidence - ROUNDING));
}
