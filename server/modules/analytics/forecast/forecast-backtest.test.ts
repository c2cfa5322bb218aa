import { describe, expect, it } from '@jest/globals';
import { createRandom, randomNormal } from '../../../lib/random.ts';
import { dampedHolt } from './damped-holt.ts';
import { backtest, chooseMethod, halfWidths, requiredDays } from './forecast-backtest.ts';
import { gainsOf, project, usualGains } from './forecast-methods.ts';
import type { SeriesKind, Track } from './forecast-methods.ts';

function trackOf(kind: SeriesKind, values: readonly number[]): Track {
  const usual = usualGains(gainsOf(kind, values));
  return {
    kind,
    values,
    floor: Math.min(0, ...values),
    usual,
    paces: dampedHolt(gainsOf(kind, values), usual),
  };
}

/** Counts from 1,000,000 on whose gains are drawn by `draw`. */
function countsOf(days: number, draw: (day: number) => number): number[] {
  const values = [1_000_000];
  while (values.length < days) values.push(values.at(-1)! + draw(values.length));
  return values;
}

describe('requiredDays', () => {
  it.each([
    [14, 0.8, 26],
    [14, 0.95, 41],
    [90, 0.8, 102],
    [90, 0.95, 117],
    [1, 0.5, 10],
  ])('%d days ahead at %f take %d', (days, confidence, required) => {
    expect(requiredDays(days, confidence)).toBe(required);
  });

  it('is enough for every interval and a backtest, to the day', () => {
    const random = createRandom('enough');
    for (const [days, confidence] of [
      [1, 0.5],
      [14, 0.8],
      [14, 0.95],
      [90, 0.9],
    ] as const) {
      const track = trackOf(
        'COUNT',
        countsOf(requiredDays(days, confidence), () => random() * 9),
      );
      const choice = chooseMethod(track, days);
      expect(halfWidths(track, choice, days, confidence).every(Number.isFinite)).toBe(true);
      expect(backtest(track, choice, days, confidence).folds).toBeGreaterThan(0);
    }
  });
});

describe('halfWidths', () => {
  it('cover exactly as often as their rank says where errors are exchangeable', () => {
    // One day ahead, naive is wrong by the day's gain: independent, alike, and skewed as gains are.
    const random = createRandom('exchangeable');
    const runs = 4_000;
    const days = 20;
    let inside = 0;
    for (let run = 0; run < runs; run++) {
      const values = countsOf(days + 1, () => Math.exp(2 * randomNormal(random)) - 3);
      const track = trackOf('COUNT', values.slice(0, days));
      const [half] = halfWidths(track, { method: 'naive', calibratesFrom: 8 }, 1, 0.8);
      if (Math.abs(values[days]! - values[days - 1]!) <= half!) inside++;
    }
    // Of 12 errors the 11th smallest: ⌈13 · 0.8⌉.
    const expected = 11 / 13;
    const error = Math.sqrt((expected * (1 - expected)) / runs);
    expect(Math.abs(inside / runs - expected)).toBeLessThan(3 * error);
  });

  it('never shrink with confidence', () => {
    const random = createRandom('monotone');
    const track = trackOf(
      'GAIN',
      Array.from({ length: 120 }, () => Math.exp(3 + randomNormal(random))),
    );
    const choice = chooseMethod(track, 30);
    let before = new Array<number>(30).fill(0);
    for (let confidence = 0.5; confidence < 0.951; confidence += 0.05) {
      const halves = halfWidths(track, choice, 30, confidence);
      for (const [index, half] of halves.entries()) expect(half).toBeGreaterThanOrEqual(before[index]!);
      before = halves;
    }
    expect(before[0]).toBeGreaterThan(0);
  });
});

describe('chooseMethod', () => {
  it('takes drift unseen below 60 days, and where half of the origins would not calibrate', () => {
    const still = countsOf(200, () => 0);
    expect(chooseMethod(trackOf('COUNT', still.slice(0, 59)), 14)).toEqual({
      method: 'drift',
      calibratesFrom: 8,
    });
    expect(chooseMethod(trackOf('COUNT', still.slice(0, 117)), 90)).toEqual({
      method: 'drift',
      calibratesFrom: 8,
    });
  });

  it('chooses by older origins than it calibrates with', () => {
    const track = trackOf(
      'COUNT',
      countsOf(90, (day) => day % 7),
    );
    // 69 origins are known 14 days ahead; the first 34, from 8 on, choose.
    expect(chooseMethod(track, 14).calibratesFrom).toBe(42);
  });

  it('takes damped Holt where bursts fade', () => {
    const bursts = countsOf(120, (day) => 20 + Math.round(2_000 * 0.7 ** (day % 45)));
    expect(chooseMethod(trackOf('COUNT', bursts), 14).method).toBe('damped-holt');
  });

  it('takes drift where gains differ without a pattern', () => {
    const random = createRandom('wander');
    const steady = countsOf(120, () => 100 + 40 * randomNormal(random));
    expect(chooseMethod(trackOf('COUNT', steady), 14).method).toBe('drift');
  });

  it('takes naive where a count stands still but for rare steps, and not where it is right every other day', () => {
    const steps = countsOf(120, (day) => (day % 30 === 0 ? 900 : 0));
    expect(chooseMethod(trackOf('COUNT', steps), 1).method).toBe('naive');
    const alternating = Array.from({ length: 120 }, (_, day) => (day % 2 === 0 ? 40 : 0));
    expect(chooseMethod(trackOf('GAIN', alternating), 14).method).not.toBe('naive');
  });
});

describe('dampedHolt', () => {
  it('says the same of a day whatever comes after it', () => {
    const random = createRandom('hindsight');
    const gains = Array.from({ length: 80 }, () => 50 * randomNormal(random));
    const states = dampedHolt(gains, usualGains(gains));
    const earlier = gains.slice(0, 40);
    expect(states.slice(0, 41)).toEqual(dampedHolt(earlier, usualGains(earlier)));
  });
});

describe('project', () => {
  it('never falls below 0, unless the series has', () => {
    const falling = countsOf(40, () => -40_000).map((value) => Math.max(0, value));
    expect(Math.min(...project(trackOf('COUNT', falling), 'drift', 40, 90))).toBe(0);
    const takenBack = Array.from({ length: 40 }, (_, day) => (day < 20 ? 10 : -30));
    expect(project(trackOf('GAIN', takenBack), 'naive', 40, 2)).toEqual([-30, -30]);
  });

  it('lets an unusual pace fade to the usual one', () => {
    const bursts = countsOf(104, (day) => 20 + Math.round(2_000 * 0.7 ** (day % 25)));
    const track = trackOf('COUNT', bursts);
    const gains = gainsOf('COUNT', project(track, 'damped-holt', 104, 60));
    const drift = gainsOf('COUNT', project(track, 'drift', 104, 60));
    expect(gains[0]).toBeGreaterThan(drift[0]!);
    for (let day = 1; day < 30; day++) expect(gains[day]).toBeLessThanOrEqual(gains[day - 1]!);
    expect(gains.at(-1)).toBeCloseTo(drift.at(-1)!, 1);
  });
});

describe('backtest', () => {
  it('counts what fell inside intervals that were made before it', () => {
    // Naive is wrong by 1 a day ahead for 40 days, then by 5 for ten, then by 1 again.
    const track = trackOf(
      'COUNT',
      countsOf(60, (day) => (day < 40 || day >= 50 ? 1 : 5)),
    );
    const test = backtest(track, { method: 'naive', calibratesFrom: 8 }, 1, 0.8);
    // Four errors are needed before the first interval: days 13 to 60 are checked.
    expect(test.folds).toBe(48);
    // With 32 errors of 1, the 80 % quantile of 33 + n is 1 until eight of them are 5.
    expect(test.coverage).toBeCloseTo(40 / 48, 12);
    expect(test.mase).toBe(1);
  });

  it('measures against naive at the same days', () => {
    const track = trackOf(
      'COUNT',
      countsOf(60, () => 7),
    );
    expect(backtest(track, { method: 'drift', calibratesFrom: 8 }, 14, 0.8)).toMatchObject({
      coverage: 1,
      mase: 0,
      meanWidth: 0,
    });
  });
});
