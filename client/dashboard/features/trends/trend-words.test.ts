/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { describeGrowth, nameRegion, nameTrend, partsOf } from './trend-words.ts';

const UNKNOWN = {
  score: 0.4,
  hashtagOverlap: null,
  categoryFit: null,
  audienceTime: null,
  freshness: 0.4,
  ownLift: null,
  computedAt: '2026-11-22T08:00:00.000Z',
};

test('a hashtag has its #, and a region its name', () => {
  expect(nameTrend({ kind: 'HASHTAG', name: 'booktok' })).toBe('#booktok');
  expect(nameTrend({ kind: 'SOUND', name: 'A Song' })).toBe('A Song');
  expect([nameRegion('FR'), nameRegion(null)]).toEqual(['France', null]);
});

test('growth comes with its interval, and is nothing where nobody can tell', () => {
  const interval = { lower: 0.08, upper: 0.17, level: 0.95 };
  const dailyGrowth = { value: 0.12, interval, sampleSize: 7, definition: 'Of views.' };
  const velocity = { stage: 'EMERGING', ageDays: 3, windowDays: 7, acceleration: null, dailyGrowth } as const;
  expect(describeGrowth({ velocity })).toBe('+12% a day, +8% to +17%');
  expect(describeGrowth({ velocity: null })).toBeNull();
});

test('parts that are unknown are left out, and a part that is 0 is not', () => {
  expect(partsOf(UNKNOWN)).toEqual([{ name: 'Not saturated', figure: '40%' }]);
  expect(partsOf({ ...UNKNOWN, hashtagOverlap: 0 })[0]).toEqual({
    name: 'Like your own posts',
    figure: '0%',
  });
});

test('what own posts did with it is told only where there is evidence', () => {
  const lift = {
    value: 0.25,
    interval: { lower: 0.1, upper: 0.4, level: 0.95 },
    sampleSize: 12,
    definition: 'Against the usual.',
  };
  expect(partsOf({ ...UNKNOWN, ownLift: { ...lift, verdict: 'NO_EVIDENCE_YET' } })).toHaveLength(1);
  expect(partsOf({ ...UNKNOWN, ownLift: { ...lift, verdict: 'HIGHER' } })[1]?.figure).toBe('+25%');
});
