import { addDays, lengthInDays } from '../calendar.ts';
import type { Day } from '../calendar.ts';
import { dampedHolt } from './damped-holt.ts';
import type { EstimateInterval } from '../engagement-rate.ts';
import { backtest, chooseMethod, halfWidths, requiredDays } from './forecast-backtest.ts';
import type { Backtest, Choice } from './forecast-backtest.ts';
import { gainsOf, project, usualGains } from './forecast-methods.ts';
import type { ForecastMethod, SeriesKind, Track } from './forecast-methods.ts';
import type { DailySeries } from './forecast-series.ts';

/** Newest days that a forecast rests on: what the farthest horizon makes use of, and about as much as 40 weeks. */
export const HISTORY_DAYS = 280;

/** What a forecast of any horizon and confidence is told from, as JSON; at most about 10 kB. */
export interface StoredForecast {
  kind: SeriesKind;
  /** Of the newest value; null without one. */
  lastDay: Day | null;
  /** One a day, oldest first, without a gap. */
  values: readonly number[];
  /** Of damped Holt (`ExcessPace`), after 0, 1, … gains: excesses, and dampings beside them. */
  excesses: readonly number[];
  dampings: readonly number[];
}

/** What is asked of it. */
export interface ForecastRequest {
  /** The first day to tell. */
  from: Day;
  /** Days from then on. */
  horizonDays: number;
  /** Nominal coverage of each interval, 0–1. */
  confidence: number;
}

/** Daily values to come. */
export interface Forecast {
  method: ForecastMethod;
  points: { date: Day; value: number; interval: EstimateInterval }[];
  backtest: Backtest;
}

/** Days of history that it would take, and that there are. */
export interface Shortage {
  requiredDays: number;
  availableDays: number;
}

const INTERVAL_METHOD = 'split conformal: absolute errors of past forecasts as far ahead';

/** What can be reckoned before it is known what will be asked. */
export function fitForecast({ kind, lastDay, values }: DailySeries): StoredForecast {
  const gains = gainsOf(kind, values);
  const paces = dampedHolt(gains, usualGains(gains));
  return {
    kind,
    lastDay,
    values,
    excesses: paces.map(({ excess }) => Number(excess.toPrecision(6))),
    dampings: paces.map(({ damping }) => damping),
  };
}

/**
 * The days from `from` on, which may be later than the day after the newest known one: the errors then are those of
 * forecasts that far ahead, and more history is required.
 */
export function forecastOf(stored: StoredForecast, request: ForecastRequest): Forecast | Shortage {
  const { confidence } = request;
  const first = daysAhead(stored.lastDay, request.from);
  const days = first - 1 + request.horizonDays;
  const required = requiredDays(days, confidence);
  if (stored.lastDay === null || stored.values.length < required) {
    return { requiredDays: required, availableDays: stored.values.length };
  }
  const track = trackOf(stored);
  const { choice, test } = tested(track, chooseMethod(track, days), days, confidence);
  const values = project(track, choice.method, track.values.length, days);
  const halves = halfWidths(track, choice, days, confidence);
  const points = values.map((value, index) => ({
    date: addDays(stored.lastDay!, index + 1),
    value,
    interval: {
      lower: Math.max(track.floor, value - halves[index]!),
      upper: value + halves[index]!,
      level: confidence,
      method: INTERVAL_METHOD,
    },
  }));
  return { method: choice.method, points: points.slice(first - 1), backtest: test };
}

/** The choice with its backtest; where the series stood still throughout that, it is said to stand still. */
function tested(
  track: Track,
  choice: Choice,
  days: number,
  confidence: number,
): { choice: Choice; test: Backtest } {
  const test = backtest(track, choice, days, confidence);
  if (Number.isFinite(test.mase)) return { choice, test };
  const still: Choice = { ...choice, method: 'naive' };
  return { choice: still, test: backtest(track, still, days, confidence) };
}

function daysAhead(lastDay: Day | null, from: Day): number {
  return lastDay === null || from <= lastDay ? 1 : lengthInDays({ from: lastDay, to: from }) - 1;
}

function trackOf({ kind, values, excesses, dampings }: StoredForecast): Track {
  return {
    kind,
    values,
    floor: Math.min(0, ...values),
    paces: excesses.map((excess, index) => ({ excess, damping: dampings[index]! })),
    usual: usualGains(gainsOf(kind, values)),
  };
}
