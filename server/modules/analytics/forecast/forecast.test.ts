import { describe, expect, it } from '@jest/globals';
import { createRandom, randomNormal } from '../../../lib/random.ts';
import { addDays } from '../calendar.ts';
import { fitForecast, forecastOf, type Forecast } from './forecast.ts';
import type { SeriesKind } from './forecast-methods.ts';

const LAST_DAY = '2026-11-21';
const TODAY = '2026-11-22';

function ask(
  kind: SeriesKind,
  values: readonly number[],
  { from = TODAY, horizonDays = 14, confidence = 0.8 } = {},
) {
  // By way of JSON, as it is stored.
  const stored = JSON.parse(JSON.stringify(fitForecast({ kind, lastDay: LAST_DAY, values }))) as ReturnType<
    typeof fitForecast
  >;
  return forecastOf(stored, { from, horizonDays, confidence });
}

function forecast(...asked: Parameters<typeof ask>): Forecast {
  const answer = ask(...asked);
  if ('requiredDays' in answer) throw new Error(`${String(answer.requiredDays)} days are required`);
  return answer;
}

describe('forecastOf', () => {
  it('says that a constant series stays what it is', () => {
    const { method, points, backtest } = forecast('COUNT', new Array<number>(90).fill(1_234));
    expect(method).toBe('drift');
    expect(points).toHaveLength(14);
    for (const { value, interval } of points) {
      expect([value, interval.lower, interval.upper]).toEqual([1_234, 1_234, 1_234]);
    }
    expect(backtest).toMatchObject({ coverage: 1, meanWidth: 0, mase: 1 });
  });

  it('carries a steady gain on, from the day that is asked for', () => {
    const { points, backtest } = forecast(
      'COUNT',
      Array.from({ length: 30 }, (_, day) => 100 + 5 * day),
    );
    expect(points[0]).toMatchObject({ date: TODAY, value: 250 });
    expect(points.at(-1)).toMatchObject({ date: addDays(TODAY, 13), value: 315 });
    expect(points[0]!.interval).toMatchObject({ lower: 250, upper: 250, level: 0.8 });
    expect(backtest.mase).toBe(0);
  });

  it('tells what is missing, to the day, and more of it the longer ago the last day is', () => {
    const values = Array.from({ length: 26 }, (_, day) => day);
    expect(ask('COUNT', values)).toHaveProperty('points');
    expect(ask('COUNT', values.slice(1))).toEqual({ requiredDays: 26, availableDays: 25 });
    expect(ask('COUNT', values, { from: addDays(TODAY, 3) })).toEqual({
      requiredDays: 29,
      availableDays: 26,
    });
    expect(ask('COUNT', values, { horizonDays: 90, confidence: 0.95 })).toEqual({
      requiredDays: 117,
      availableDays: 26,
    });
    const nothing = fitForecast({ kind: 'GAIN', lastDay: null, values: [] });
    expect(forecastOf(nothing, { from: TODAY, horizonDays: 1, confidence: 0.5 })).toEqual({
      requiredDays: 10,
      availableDays: 0,
    });
  });

  it('tells later days of a series that ended earlier as that far ahead', () => {
    const random = createRandom('late');
    const values = Array.from({ length: 50 }, () => 100 + 10 * randomNormal(random));
    const whole = forecast('GAIN', values, { horizonDays: 17 });
    const late = forecast('GAIN', values, { from: addDays(TODAY, 3), horizonDays: 14 });
    expect(late.points).toEqual(whole.points.slice(3));
  });

  it('says of a series that moved once, long ago, that it stands still', () => {
    const values = Array.from({ length: 40 }, (_, day) => (day < 7 ? 10 : 20));
    const { method, points, backtest } = forecast('COUNT', values, { horizonDays: 2 });
    expect(points[0]!.value).toBe(20);
    expect(method).toBe('naive');
    expect(backtest).toMatchObject({ mase: 1 });
  });

  it('has intervals that reach as high as jumps were, and not below 0', () => {
    const values = Array.from({ length: 90 }, (_, day) => (day % 20 === 0 ? 5_000 : 100));
    for (const { interval } of forecast('GAIN', values, { confidence: 0.95 }).points) {
      expect(interval.lower).toBe(0);
      expect(interval.upper).toBeGreaterThan(4_000);
    }
  });

  it('tells falls as they are', () => {
    const values = Array.from({ length: 60 }, (_, day) => 50_000 - 100 * day);
    expect(forecast('COUNT', values).points[0]!.value).toBeCloseTo(44_000, 6);
    const gains = Array.from({ length: 60 }, (_, day) => (day % 2 === 0 ? -10 : -30));
    const [first] = forecast('GAIN', gains).points;
    expect(first!.interval.lower).toBeLessThan(first!.value);
    expect(first!.value).toBeLessThan(-9);
  });

  it('answers every horizon and confidence with intervals one inside the other', () => {
    const random = createRandom('every');
    const values = [80_000];
    while (values.length < 280) {
      values.push(values.at(-1)! + Math.round(Math.exp(4 + randomNormal(random))));
    }
    for (const horizonDays of [1, 7, 14, 45, 90]) {
      let outer: Forecast | null = null;
      for (const confidence of [0.95, 0.8, 0.65, 0.5]) {
        const inner = forecast('COUNT', values, { horizonDays, confidence });
        expect(inner.points).toHaveLength(horizonDays);
        for (const [index, { value, interval }] of inner.points.entries()) {
          const around = outer?.points[index]!.interval ?? { lower: -Infinity, upper: Infinity };
          expect(interval.lower).toBeGreaterThanOrEqual(around.lower);
          expect(interval.upper).toBeLessThanOrEqual(around.upper);
          expect(interval.lower).toBeLessThanOrEqual(value);
          expect(interval.upper).toBeGreaterThanOrEqual(value);
        }
        outer = inner;
      }
    }
  });

  it('is stored in less than 20 kB', () => {
    const values = Array.from({ length: 280 }, (_, day) => 987_654_321 + 123_457 * day);
    const stored = fitForecast({ kind: 'COUNT', lastDay: LAST_DAY, values });
    expect(JSON.stringify(stored).length).toBeLessThan(20_000);
  });
});
