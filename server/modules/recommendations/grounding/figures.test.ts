import { expect, test } from '@jest/globals';
import { figuresOf } from './figures.ts';
import { ITEMS, VIDEO } from './grounding-test-kit.ts';

const { key, capturedAt } = VIDEO;
const common = { key, capturedAt, summary: 'x' };
const statistic = ITEMS.find((item) => item.kind === 'STATISTIC' && item.topic === 'CADENCE')!;
const { estimate } = statistic as typeof statistic & { kind: 'STATISTIC' };

test('figuresOf leaves out what nobody told', () => {
  const metrics = { ...VIDEO.metrics, views: 0, likes: null, comments: 2, shares: null };
  expect(figuresOf({ ...VIDEO, durationSeconds: null, metrics, outlier: null })).toEqual({
    views: 0,
    comments: 2,
  });
});

test('figuresOf knows those of each kind', () => {
  expect(figuresOf(VIDEO)).toEqual({
    views: 12_345,
    likes: 9_876,
    comments: 402,
    shares: 12,
    durationSeconds: 21,
    multipleOfMedian: 3.24,
    robustZ: 2.8,
    ageHours: 168,
    sampleSize: 31,
  });
  expect(figuresOf(statistic)).toEqual({
    value: 2.75,
    lower: 0.06,
    upper: 0.42,
    level: 0.95,
    sampleSize: 11,
    days: 28,
  });
  expect(
    figuresOf({
      ...common,
      kind: 'TREND',
      trendId: 'x',
      trendKind: 'SOUND',
      name: 'x',
      region: null,
      category: null,
      stage: null,
      dailyGrowth: null,
      windowDays: 7,
      rank: 3,
      views: 1_200_000,
      posts: null,
      relevance: null,
    }),
  ).toEqual({ windowDays: 7, rank: 3, views: 1_200_000 });
  expect(
    figuresOf({
      ...common,
      kind: 'FINDING',
      summary: 'Reach dropped: posts since 2026-11-03 get 0.4 times the views of 1,234 before.',
      findingId: 'x',
      findingKind: 'REACH_DROP',
      startedOn: '2026-11-03',
      effect: estimate,
    }),
  ).toMatchObject({ value: 2.75, told1: 0.4, told2: 1234 });
  expect(
    figuresOf({
      ...common,
      kind: 'PAST_RECOMMENDATION',
      recommendationId: 'x',
      recommendationKind: 'IDEA',
      title: 'Part 2',
      hashtags: [],
      createdAt: capturedAt,
      status: 'USED',
      dismissReason: null,
      result: { views: 700, outlier: null, outcome: null, capturedAt },
    }),
  ).toEqual({ views: 700 });
});
