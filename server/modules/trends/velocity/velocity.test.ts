import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom, randomNormal, shuffled, type Random } from '../../../lib/random.ts';
import type { TrendSeries } from './trend-series.ts';
import { measureVelocities, type TrendVelocity } from './velocity.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 30, 12);

const MEASURES = ['LIFETIME', 'WINDOW', 'DAILY', 'CURVE'] as const;

/** Captures a day apart, the last at noon of this day; days of a DAILY series or a curve are those before it. */
function series(
  measure: TrendSeries['measure'],
  values: readonly number[],
  more: Partial<TrendSeries> = {},
): TrendSeries {
  const last = measure === 'DAILY' || measure === 'CURVE' ? Date.UTC(2026, 5, 29) : NOW;
  const points = values.map((value, i) => ({ at: last - (values.length - 1 - i) * DAY, value }));
  const counted = measure === 'CURVE' ? null : 'VIEWS';
  const told = { views: null, posts: null };
  return { measure, counted, points, told, accounts: null, firstSeenAt: last - values.length * DAY, ...more };
}

function velocityOf(one: TrendSeries): TrendVelocity | null {
  return measureVelocities([one], NOW)[0]!;
}

/** The all-time count after each day on which so many came. */
function totals(start: number, daily: readonly number[]): number[] {
  let total = start;
  return [start, ...daily.map((added) => (total += added))];
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

describe('measureVelocities', () => {
  it.each(MEASURES)('knows nothing of a %s series with fewer than three observations', (measure) => {
    expect(velocityOf(series(measure, []))).toBeNull();
    expect(velocityOf(series(measure, [5_000, 50_000]))).toBeNull();
    expect(velocityOf(series(measure, [5_000, 50_000, 90_000]))).not.toBeNull();
  });

  it('knows nothing of now from what is older than four weeks, nor from captures of one hour', () => {
    const old = series('LIFETIME', [1_000_000, 2_000_000, 4_000_000, 8_000_000]);
    expect(measureVelocities([old], NOW + 40 * DAY)).toEqual([null]);
    const points = [0, 1, 2, 3].map((minutes) => ({ at: NOW - minutes * 60_000, value: 9_000 }));
    expect(velocityOf(series('LIFETIME', [], { points: points.reverse() }))).toBeNull();
  });

  it.each(MEASURES)('says that a flat %s series is steady, whatever its size', (measure) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 3, max: 40 }), (value, length) => {
        const velocity = velocityOf(series(measure, new Array<number>(length).fill(value)))!;
        expect(velocity.stage).toBe('STEADY');
        expect(velocity.dailyGrowth.value).toBeCloseTo(0, 9);
        expect(velocity.dailyGrowth.interval.lower).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('measures a curve by its shape and not by its scale', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 30 }),
        fc.integer({ min: -6, max: 6 }),
        (values, power) => {
          const [own, scaled] = [1, 2 ** power].map((scale) =>
            velocityOf(
              series(
                'CURVE',
                values.map((value) => value * scale),
              ),
            )!,
          );
          expect(scaled!.dailyGrowth.value).toBeCloseTo(own!.dailyGrowth.value, 9);
          expect(scaled!.dailyGrowth.interval.lower).toBeCloseTo(own!.dailyGrowth.interval.lower, 9);
          expect(scaled!.stage).toBe(own!.stage);
        },
      ),
    );
  });

  it.each<[TrendSeries['measure'], TrendSeries['counted'], RegExp]>([
    ['LIFETIME', 'VIEWS', /views of all time.*counts observations\.$/],
    ['LIFETIME', 'POSTS', /posts of all time.*counts observations\.$/],
    ['WINDOW', 'POSTS', /posts in the source’s own window.*counts observations\.$/],
    ['DAILY', 'VIEWS', /views of a day.*counts days\.$/],
    ['CURVE', null, /popularity.*counts days\.$/],
  ])('says of a %s series of %s what grows and what the sample is', (measure, counted, words) => {
    const { definition } = velocityOf(series(measure, [1_000, 2_000, 4_000], { counted }))!.dailyGrowth;
    expect(definition).toMatch(words);
  });

  it('does not depend on the order of points, nor on that of the list', () => {
    const random = createRandom('order');
    const list = MEASURES.flatMap((measure) =>
      times(5, () =>
        series(
          measure,
          times(20, (day) => Math.round(1e6 * (1 + day * random()))),
        ),
      ),
    );
    const velocities = measureVelocities(list, NOW);
    for (let turn = 0; turn < 10; turn++) {
      const order = shuffled([...list.keys()], random);
      const mixed = order.map((i) => ({ ...list[i]!, points: shuffled(list[i]!.points, random) }));
      expect(measureVelocities(mixed, NOW)).toEqual(order.map((i) => velocities[i]));
    }
  });

  it('gives plain finite JSON for whatever counts come', () => {
    const value = fc.oneof(fc.nat(3), fc.nat(1_000), fc.integer({ min: 0, max: 1e13 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...MEASURES),
        fc.array(value, { minLength: 3, maxLength: 30 }),
        (measure, values) => {
          const velocity = velocityOf(series(measure, values))!;
          // JSON has neither NaN nor infinity, which would come back as null.
          expect(JSON.parse(JSON.stringify(velocity))).toEqual(velocity);
          const { value: growth, interval } = velocity.dailyGrowth;
          expect(interval.lower).toBeLessThanOrEqual(growth);
          expect(interval.upper).toBeGreaterThanOrEqual(growth);
        },
      ),
    );
  });
});

describe('growth of an all-time count', () => {
  it('is what a day added, over the count', () => {
    const velocity = velocityOf(series('LIFETIME', totals(1_003_421, new Array<number>(6).fill(100_337))))!;
    expect(velocity.dailyGrowth.value).toBeCloseTo(100_337 / (1_003_421 + 6 * 100_337), 9);
    expect(velocity).toMatchObject({ windowDays: 3, dailyGrowth: { sampleSize: 4 } });
  });

  it('takes a gap for a gap and not for days without any', () => {
    const daily = totals(1_003_421, new Array<number>(12).fill(30_337));
    const whole = series('LIFETIME', daily);
    const gaps = { ...whole, points: whole.points.filter((_, day) => ![8, 9, 11].includes(day)) };
    const [known, rare] = [velocityOf(whole)!, velocityOf(gaps)!];
    expect(rare.dailyGrowth.value).toBeCloseTo(known.dailyGrowth.value, 9);
    expect(rare.stage).toBe(known.stage);
  });

  it('sees growth through rounding that hides it for days', () => {
    const rounded = times(15, (day) => Math.round((52e8 + day * 25e6) / 1e8) * 1e8);
    const velocity = velocityOf(series('LIFETIME', rounded))!;
    expect(velocity.windowDays).toBeGreaterThan(10);
    const truth = 25e6 / (52e8 + 14 * 25e6);
    expect(velocity.dailyGrowth.interval.lower).toBeLessThan(truth);
    expect(velocity.dailyGrowth.interval.upper).toBeGreaterThan(truth);
  });

  it('ranks a sure rise above a larger one of a few', () => {
    const few = velocityOf(series('LIFETIME', [1, 2, 2, 3], { counted: 'POSTS' }))!;
    const many = velocityOf(series('LIFETIME', [500_123, 551_477, 604_309, 655_871]))!;
    expect(few.dailyGrowth.value).toBeGreaterThan(many.dailyGrowth.value);
    expect(few.dailyGrowth.interval.lower).toBeLessThan(many.dailyGrowth.interval.lower);
  });

  it('names a fall of the count fading', () => {
    const velocity = velocityOf(
      series('LIFETIME', totals(9_000_123, [50_211, 49_317, 51_773, -40_119, -41_207, -40_411])),
    )!;
    expect(velocity.dailyGrowth.value).toBeLessThan(0);
    expect(velocity.stage).toBe('FADING');
  });
});

describe('growth of a curve', () => {
  const doubling = times(14, (day) => 2 ** (day / 4));

  it('is the slope of its logarithm', () => {
    const velocity = velocityOf(series('CURVE', doubling))!;
    expect(velocity.dailyGrowth.value).toBeCloseTo(2 ** (1 / 4) - 1, 1);
    expect(velocity.stage).toBe('EXPLODING');
  });

  it('does not take a day that is not over for a fall', () => {
    const known = series('CURVE', doubling);
    const today = { at: Date.UTC(2026, 5, 30), value: 0.1 };
    expect(velocityOf({ ...known, points: [...known.points, today] })).toEqual(velocityOf(known));
  });

  it('is hardly moved by one odd day', () => {
    const odd = doubling.map((value, day) => (day === 13 ? value / 10 : value));
    expect(velocityOf(series('CURVE', odd))!.dailyGrowth.value).toBeGreaterThan(0.12);
  });
});

describe('stages', () => {
  it('explode with enough views alone', () => {
    const growing = [10_117, 13_009, 17_317, 22_907, 30_011, 40_123];
    const small = velocityOf(series('LIFETIME', growing))!;
    const large = velocityOf(
      series(
        'LIFETIME',
        growing.map((value) => value * 101),
      ),
    )!;
    expect([small.stage, large.stage]).toEqual(['EMERGING', 'EXPLODING']);
  });

  it('do not explode on yesterday’s news', () => {
    const growing = series('LIFETIME', [1_011_717, 1_300_911, 1_731_713, 2_290_717, 3_001_177]);
    expect(measureVelocities([growing], NOW)[0]!.stage).toBe('EXPLODING');
    expect(measureVelocities([growing], NOW + 5 * DAY)[0]!.stage).not.toBe('EXPLODING');
  });

  it('go from emerging over peaking to fading as a curve rises, stays and falls', () => {
    const rise = times(10, (day) => 20 * 1.07 ** day);
    const top = new Array<number>(7).fill(20 * 1.07 ** 9);
    const fall = times(7, (day) => 20 * 1.07 ** 9 * 0.9 ** (day + 1));
    const stageAfter = (...days: number[][]) => velocityOf(series('CURVE', days.flat()))!.stage;
    expect(stageAfter(rise)).toBe('EMERGING');
    expect(stageAfter(rise, top)).toBe('PEAKING');
    expect(stageAfter(rise, top, fall)).toBe('FADING');
  });

  it('do not explode where what comes in a day has fallen from its peak', () => {
    const hit = [11_000, 210_000, 510_000, 386_000, 267_000];
    expect(velocityOf(series('DAILY', hit.slice(0, 4)))!.stage).not.toBe('FADING');
    const fallen = velocityOf(series('DAILY', hit))!;
    expect(fallen).toMatchObject({ stage: 'FADING', windowDays: 2, dailyGrowth: { sampleSize: 3 } });
    expect(fallen.dailyGrowth.value).toBeLessThan(0);
    const risen = [11_000, 40_000, 110_000, 210_000, 510_000];
    expect(velocityOf(series('DAILY', risen))!.stage).toBe('EXPLODING');
    // One odd day is no peak, and one lower day no fall.
    expect(velocityOf(series('DAILY', [...risen, 470_000]))!.dailyGrowth.value).toBeGreaterThan(0);
    const odd = [10_000, 20_000, 500_000, 80_000, 160_000, 320_000];
    expect(velocityOf(series('DAILY', odd))!.dailyGrowth.value).toBeGreaterThan(0);
  });

  it('explode among own videos where two accounts posted, at least', () => {
    const risen = times(10, (day) => 10_000 * 1.5 ** day);
    const stageOf = (accounts: number | null) => velocityOf(series('DAILY', risen, { accounts }))!.stage;
    expect([0, 1, 2, null].map(stageOf)).toEqual(['EMERGING', 'EMERGING', 'EXPLODING', 'EXPLODING']);
  });

  it('explode by a curve of five days at least, and with enough views or posts where its source counts any', () => {
    const risen = times(10, (day) => 2 ** day);
    const stageOf = (days: number, told: TrendSeries['told']) =>
      velocityOf(series('CURVE', risen.slice(0, days), { told }))!.stage;
    const nothing = { views: null, posts: null };
    expect([3, 4, 5, 10].map((days) => stageOf(days, nothing))).toEqual([
      'EMERGING',
      'EMERGING',
      'EXPLODING',
      'EXPLODING',
    ]);
    expect(stageOf(10, { views: 9, posts: 5 })).toBe('EMERGING');
    expect(stageOf(10, { views: 9, posts: null })).toBe('EMERGING');
    expect(stageOf(10, { views: null, posts: 100 })).toBe('EXPLODING');
    expect(stageOf(10, { views: 100_000, posts: 5 })).toBe('EXPLODING');
  });

  it('count the days since a trend was first seen', () => {
    const velocity = velocityOf(series('CURVE', [1, 2, 3], { firstSeenAt: NOW - 9.5 * DAY }))!;
    expect(velocity.ageDays).toBe(9);
  });
});

describe('false explosions', () => {
  it.each(MEASURES)('are seen in at most one of 20 lists of flat %s series with noise', (measure) => {
    const random = createRandom(`flat ${measure}`);
    const lists = times(20, () =>
      measureVelocities(
        times(25, () => flat(measure, random)),
        NOW,
      ),
    );
    const wrong = lists.filter((list) => list.some((velocity) => velocity!.stage === 'EXPLODING'));
    expect(wrong.length).toBeLessThanOrEqual(1);
  });

  /** An all-time count of what is a month old or more and as liked as ever; else what comes in each day. */
  function flat(measure: TrendSeries['measure'], random: Random): TrendSeries {
    const level = 10 ** (4 + 4 * random());
    const daily = times(14, () => Math.round(level * Math.exp(0.3 * randomNormal(random))));
    if (measure !== 'LIFETIME') return series(measure, daily);
    return series(measure, totals(Math.round(level * (30 + 300 * random())), daily));
  }
});
