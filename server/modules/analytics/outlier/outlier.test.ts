import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AGES, MAX_COMPARABLE, outlierScore, viewsAtAge } from './outlier.ts';
import type { AgedVideo } from './outlier.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const POSTED = Date.parse('2026-10-01T00:00:00Z');
const SOON = new Date(POSTED + 8 * DAY_MS);

/** A video captured exactly at the given ages. */
function video(id: string, views: Record<number, number>, postedAt = POSTED): AgedVideo {
  return {
    id,
    postedAt,
    viewsPerHour: 5,
    newest: null,
    around: Object.entries(views).map(([hours, count]) => {
      const capture = { at: postedAt + Number(hours) * HOUR_MS, views: count };
      return { hours: Number(hours), before: capture, after: capture };
    }),
  };
}

/** log(1 + views) is 1, 2, … 9 times log 2, so the median is 5 and MAD 2 of these. */
const NINE = Array.from({ length: 9 }, (_, index) =>
  video(`v${String(index)}`, { 168: 2 ** (index + 1) - 1 }),
);

describe('outlierScore', () => {
  it('is what one reckons by hand', () => {
    expect(outlierScore(video('new', { 168: 1023 }), NINE, SOON)).toEqual({
      robustZ: expect.closeTo(5 / (1.4826 * 2), 10),
      multipleOfMedian: 33,
      basis: 'EQUAL_AGE',
      ageHours: 168,
      sampleSize: 9,
      viewsPerHour: 5,
      onTrackFor: null,
      capturedAt: new Date(POSTED + 168 * HOUR_MS),
    });
  });

  it('is null below 8 comparable videos, of which it is none itself', () => {
    const eight = NINE.slice(0, 8);
    expect(outlierScore(video('new', { 168: 1023 }), eight, SOON)).toMatchObject({ sampleSize: 8 });
    expect(outlierScore(eight[0]!, eight, SOON)).toBeNull();
  });

  it('compares at the latest age at which enough videos are known', () => {
    const young = NINE.map(({ id }, index) =>
      video(id, { 24: index + 1, ...(index < 7 ? { 72: 100 } : {}) }),
    );
    expect(outlierScore(video('new', { 24: 9, 72: 9 }), young, SOON)).toMatchObject({ ageHours: 24 });
    expect(outlierScore(video('new', { 72: 9 }), young, SOON)).toBeNull();
  });

  it('is null where nothing is usual: half of the others are alike, or were never watched', () => {
    const alike = NINE.map(({ id }) => video(id, { 24: 100 }));
    expect(outlierScore(video('new', { 24: 9 }), alike, SOON)).toBeNull();
    const unseen = NINE.map(({ id }, index) => video(id, { 24: index < 5 ? 0 : index }));
    expect(outlierScore(video('new', { 24: 9 }), unseen, SOON)).toBeNull();
  });

  it('takes the nearest in posting time where there are many', () => {
    const near = Array.from({ length: MAX_COMPARABLE }, (_, index) =>
      video(`n${String(index)}`, { 24: 100 + index }, POSTED - index * DAY_MS),
    );
    const far = Array.from({ length: MAX_COMPARABLE }, (_, index) =>
      video(`f${String(index)}`, { 24: 1_000_000 + index }, POSTED - (100 + index) * DAY_MS),
    );
    expect(outlierScore(video('new', { 24: 249 }), [...far, ...near], SOON)).toMatchObject({
      sampleSize: MAX_COMPARABLE,
      multipleOfMedian: 249 / 124.5,
    });
  });

  const counts = fc.array(fc.integer({ min: 0, max: 50_000_000 }), { minLength: 8, maxLength: 30 });

  it('rises with the video’s views, and does not depend on the order of the others', () => {
    fc.assert(
      fc.property(counts, fc.nat(1_000_000), fc.integer({ min: 1, max: 1_000_000 }), (views, own, more) => {
        const others = views.map((count, index) => video(`v${String(index)}`, { 24: count }));
        const low = outlierScore(video('new', { 24: own }), others, SOON);
        const high = outlierScore(video('new', { 24: own + more }), others.toReversed(), SOON);
        expect(low === null).toBe(high === null);
        if (low === null || high === null) return;
        expect(high.robustZ).toBeGreaterThan(low.robustZ);
        expect(outlierScore(video('new', { 24: own }), others.toReversed(), SOON)).toEqual(low);
      }),
    );
  });

  it('stays where it is when a single other video goes viral without bound, but for one place in the order', () => {
    const wild = [...NINE.slice(0, 8), video('v8', { 168: 10 ** 15 })];
    expect(outlierScore(video('new', { 168: 1023 }), wild, SOON)).toEqual(
      outlierScore(video('new', { 168: 1023 }), NINE, SOON),
    );
  });
});

describe('onTrackFor', () => {
  /** From a day to 30 days their views grow 2, 3, … 10 times, but for the one that log1p adds. */
  const grown = Array.from({ length: 9 }, (_, index) =>
    video(`g${String(index)}`, { 24: 999 + index, 720: (1000 + index) * (index + 2) - 1 }),
  );

  it('is the views times the median growth over the usual at 30 days, between the ends of 9', () => {
    const usual = 1004 * 6 - 1;
    const score = outlierScore(video('new', { 24: 1999 }), grown, SOON);
    expect(score!.onTrackFor).toEqual({
      value: expect.closeTo((2000 * 6 - 1) / usual, 10),
      interval: {
        lower: expect.closeTo((2000 * 2 - 1) / usual, 10),
        upper: expect.closeTo((2000 * 10 - 1) / usual, 10),
        level: 0.8,
        method: expect.stringContaining('conformal'),
      },
      sampleSize: 9,
      definition: expect.stringContaining('30 days'),
    });
  });

  it('claims less where the videos are too few for 80 %', () => {
    const score = outlierScore(video('new', { 24: 1999 }), grown.slice(1), SOON);
    expect(score!.onTrackFor).toMatchObject({ sampleSize: 8, interval: { level: 7 / 9 } });
  });

  it('is null once the video is grown up, and with fewer than 8 videos to learn from', () => {
    const old = new Date(POSTED + 30 * DAY_MS);
    expect(outlierScore(video('new', { 24: 1999 }), grown, old)).toMatchObject({ onTrackFor: null });
    const few = grown.map((other, index) => (index < 2 ? video(other.id, { 24: 5 }) : other));
    expect(outlierScore(video('new', { 24: 1999 }), few, SOON)).toMatchObject({ onTrackFor: null });
  });

  it('holds as often as it says: of ten videos in turn, eight end between the bounds that the other nine give', () => {
    const factors = fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(factors, (growths) => {
        const all = growths.map((growth, index) =>
          video(`v${String(index)}`, { 24: 1000 + index, 720: (1001 + index) * growth - 1 }),
        );
        const held = all.filter((own) => {
          const others = all.filter(({ id }) => id !== own.id);
          const young = { ...own, around: own.around.filter(({ hours }) => hours === 24) };
          const { lower, upper } = outlierScore(young, others, SOON)!.onTrackFor!.interval;
          const finals = others.map((other) => viewsAtAge(other, 720)!).toSorted((x, y) => x - y);
          const final = viewsAtAge(own, 720)! / finals[4]!;
          return lower <= final && final <= upper;
        });
        expect(held).toHaveLength(8);
      }),
    );
  });
});

describe('of videos that were never captured at one age', () => {
  /** Captured once, so many days after it was posted. */
  const once = (id: string, views: number, days: number): AgedVideo => ({
    ...video(id, {}),
    newest: { at: POSTED + days * DAY_MS, views },
  });
  const nine = Array.from({ length: 9 }, (_, index) =>
    once(`v${String(index)}`, 2 ** (index + 1) - 1, 40 + index),
  );

  it('the score compares the newest views of those that were grown up', () => {
    expect(outlierScore(once('new', 1023, 30), [...nine, once('young', 5, 29)], SOON)).toEqual({
      robustZ: expect.closeTo(5 / (1.4826 * 2), 10),
      multipleOfMedian: 33,
      basis: 'GROWN_UP',
      ageHours: 720,
      sampleSize: 9,
      viewsPerHour: 5,
      onTrackFor: null,
      capturedAt: new Date(POSTED + 30 * DAY_MS),
    });
  });

  it('is null for a younger one, and with 7 others', () => {
    expect(outlierScore(once('new', 1023, 29), nine, SOON)).toBeNull();
    expect(outlierScore(once('new', 1023, 30), nine.slice(0, 7), SOON)).toBeNull();
  });

  it('gives way to equal age', () => {
    const both = { ...video('new', { 168: 1023 }), newest: { at: POSTED + 60 * DAY_MS, views: 5 } };
    const others = NINE.map((other, index) => ({ ...other, newest: nine[index]!.newest }));
    expect(outlierScore(both, others, SOON)).toMatchObject({ basis: 'EQUAL_AGE', multipleOfMedian: 33 });
  });
});

describe('viewsAtAge', () => {
  const between = (before: number, after: number): AgedVideo => ({
    ...video('v', {}),
    around: [
      {
        hours: 24,
        before: { at: POSTED + before * HOUR_MS, views: 100 },
        after: { at: POSTED + after * HOUR_MS, views: 200 },
      },
    ],
  });

  it('is on the straight line between captures', () => {
    expect(viewsAtAge(between(21, 25), 24)).toBe(175);
    expect(viewsAtAge(between(24, 24), 24)).toBe(200);
  });

  it('is unknown where these are further apart than half the age, or one is missing', () => {
    expect(viewsAtAge(between(14, 26), 24)).toBe(183);
    expect(viewsAtAge(between(14, 26.1), 24)).toBeNull();
    expect(viewsAtAge(video('v', { 24: 7 }), 72)).toBeNull();
  });

  it('has ages in ascending order', () => {
    expect([...AGES]).toEqual([...AGES].toSorted((a, b) => a - b));
  });
});
