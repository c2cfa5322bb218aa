/** @jest-environment node */
import { describe, expect, test } from '@jest/globals';
import { ForbiddenError, InternalServerError, NetworkError, parseError } from '../../sdk/index.ts';
import { formatBytes, formatCompact, formatDuration, formatRelative, formatTick } from './format.ts';
import { toPlainWords } from './plain-error.ts';
import { findNamed, groupEntries, splitAtQuotes } from './recommendation-text.ts';
import { niceTicks } from './scale.ts';
import { parseSearch } from './search-terms.ts';
import { fillDays, findStretches } from './series.ts';

describe('series', () => {
  const points = [
    { date: '2026-02-27', quality: 'OBSERVED', followers: 10 },
    { date: '2026-03-01', quality: 'INTERPOLATED', followers: 0 },
  ];
  const days = fillDays(points, { from: '2026-02-26', to: '2026-03-01' }, ({ followers }) => followers);

  test('a day without a point is unknown, not 0', () => {
    expect(days).toEqual([
      { date: '2026-02-26', value: null, isInterpolated: false },
      { date: '2026-02-27', value: 10, isInterpolated: false },
      { date: '2026-02-28', value: null, isInterpolated: false },
      { date: '2026-03-01', value: 0, isInterpolated: true },
    ]);
  });

  test('a line is broken where days are unknown', () => {
    expect(findStretches(days, true)).toEqual([
      [1, 1],
      [3, 3],
    ]);
    expect(findStretches(days, false)).toEqual([
      [0, 0],
      [2, 2],
    ]);
  });
});

test.each([
  [0, 93, [0, 50, 100]],
  [-3, 7, [-5, 0, 5, 10]],
  [51_037, 52_824, [51_000, 51_500, 52_000, 52_500, 53_000]],
  [4, 4, [4]],
])('an axis from %d to %d has round ticks that cover it', (low, high, expected) => {
  const ticks = niceTicks(low, high, 4);
  expect(ticks[0]).toBeLessThanOrEqual(low);
  expect(ticks.at(-1)).toBeGreaterThanOrEqual(high);
  if (high > 1000) expect(ticks).toEqual(expected);
});

test.each([
  ['', {}],
  ['  knife skills ', { search: 'knife skills' }],
  ['#Baking bread #food #', { search: 'bread', hashtags: ['baking', 'food'] }],
])('a search for %j asks for %j', (text, filter) => {
  expect(parseSearch(text)).toEqual(filter);
});

describe('recommendation text', () => {
  test('is cut at its quotes, in order, with every evidence of each', () => {
    const quotes = [
      { quote: '1.4 times', evidenceKey: 'E1' },
      { quote: '3.2 times', evidenceKey: 'E2' },
      { quote: '3.2 times', evidenceKey: 'E3' },
      { quote: '2 times', evidenceKey: 'E4' },
      { quote: 'not there', evidenceKey: 'E5' },
    ];
    expect(splitAtQuotes('It did 3.2 times, then 1.4 times.', quotes)).toEqual([
      { text: 'It did ', evidenceKeys: [] },
      { text: '3.2 times', evidenceKeys: ['E2', 'E3'] },
      { text: ', then ', evidenceKeys: [] },
      { text: '1.4 times', evidenceKeys: ['E1'] },
      { text: '.', evidenceKeys: [] },
    ]);
  });

  test('groups the entries of a list, whatever the order in which they began', () => {
    const texts = { 'script[1].line': 'b', title: 't', 'script[0].line': 'a', 'script[0].visual': 'v' };
    expect(groupEntries(texts, 'script')).toEqual([{ line: 'a', visual: 'v' }, { line: 'b' }]);
  });
});

test('a growing text names its evidence by title, hashtag or subject', () => {
  const facts = { id: '', summary: '', capturedAt: '' };
  const statistic = { __typename: 'StatisticEvidence', ...facts, verdict: 'NO_EVIDENCE_YET' } as const;
  const interval = { lower: 0, upper: 1, level: 0.95, method: 'bootstrap' };
  const estimate = { value: 0, definition: '', sampleSize: 1, interval };
  const metrics = { views: 1, likes: 1, comments: 1, shares: 1, capturedAt: '' };
  const video = { id: 'v', title: 'Knife skills #food #howto', shareUrl: null, postedAt: '' };
  const trend = {
    id: 't',
    kind: 'HASHTAG',
    name: 'ootd',
    region: null,
    isExploding: true,
    velocity: null,
  } as const;
  const past = { id: 'p', title: 'Show the result first', status: 'USED' } as const;
  const evidence = [
    { __typename: 'VideoEvidence', ...facts, key: 'E1', metrics, outlier: null, video } as const,
    { ...statistic, key: 'E2', topic: 'HASHTAG', subject: 'baking', estimate } as const,
    { ...statistic, key: 'E3', topic: 'FORMAT', subject: '16–30 s', estimate } as const,
    { ...statistic, key: 'E4', topic: 'CADENCE', subject: null, estimate } as const,
    { __typename: 'TrendEvidence', ...facts, key: 'E5', relevance: null, trend } as const,
    { __typename: 'FindingEvidence', ...facts, key: 'E6', finding: null } as const,
    { __typename: 'PastRecommendationEvidence', ...facts, key: 'E7', recommendation: past } as const,
  ];
  const texts = { title: '“Knife skills”, again', idea: 'Stay with 16–30 s.' };
  expect(findNamed(texts, evidence)).toEqual(['E1', 'E3']);
  expect(findNamed({ caption: '#baking' }, evidence)).toEqual(['E2']);
  expect(findNamed({ idea: 'With #ootd, as “Show the result first”.' }, evidence)).toEqual(['E5', 'E7']);
});

describe('formats', () => {
  test('unknown is a dash, and 0 is 0', () => {
    expect([formatCompact(null), formatCompact(undefined), formatCompact(0)]).toEqual(['–', '–', '0']);
  });

  test('neighbouring ticks stay apart', () => {
    expect([1_780_000, 1_785_000].map(formatTick)).toEqual(['1.78M', '1.785M']);
  });

  test.each([
    [-5_000, 'just now'],
    [20_000, 'just now'],
    [-3_600_000, '1 hour ago'],
    [120_000, 'in 2 minutes'],
    [6 * 3_600_000 - 20_000, 'in 6 hours'],
    [3_599_000, 'in 1 hour'],
    [-27 * 3_600_000, 'yesterday'],
  ])('%d ms from now is %s', (ms, expected) => {
    expect(formatRelative(new Date(1_000_000 + ms).toISOString(), 1_000_000)).toBe(expected);
  });

  test.each([
    [0, '0 byte'],
    [999, '999 byte'],
    [1_234_567, '1.2 MB'],
    [5_000_000_000_000, '5,000 GB'],
  ])('%d bytes are %s', (bytes, expected) => {
    expect(formatBytes(bytes)).toBe(expected);
  });

  test('seconds are minutes and seconds', () => {
    expect([formatDuration(5), formatDuration(75), formatDuration(null)]).toEqual(['0:05', '1:15', '–']);
  });
});

test.each([
  [new NetworkError('x'), 'The server cannot be reached. Check your connection.'],
  [new ForbiddenError({ code: 'FORBIDDEN', message: 'x' }), 'You are not allowed to do that.'],
  [
    new ForbiddenError({ code: 'FORBIDDEN', message: 'x', requiredRole: 'ADMIN' }),
    'This takes the role Admin in the workspace.',
  ],
  [
    new ForbiddenError({ code: 'FORBIDDEN', message: 'x', requiredScope: 'ADMINISTER' }),
    'This API key lacks the scope ADMINISTER.',
  ],
  [
    new InternalServerError({ code: 'INTERNAL_SERVER_ERROR', message: 'x', errorId: 'e-1' }),
    'The server failed. Quote e-1 when you report it.',
  ],
  [parseError({ code: 'NEWER_THAN_THIS', message: 'x' }), 'The server failed. Try again later.'],
  [
    parseError({
      code: 'AI_BUDGET_EXCEEDED',
      message: 'This run may cost up to $0.30, more than is left.',
      ...{ budget: { limitUsd: 1, spentUsd: 0.8, resetAt: '2026-12-01T00:00:00.000Z' } },
    }),
    'This run may cost up to $0.30, more than is left. An admin can change the budget under People; it starts anew on Dec 1.',
  ],
  [
    parseError({ code: 'AI_BUDGET_EXCEEDED', message: 'Nothing is left.' }),
    'Nothing is left. An admin can change the budget under People.',
  ],
  [new TypeError('x'), 'Something went wrong on this page. Reload it, please.'],
])('%s is told in plain words', (error, words) => {
  expect(toPlainWords(error)).toBe(words);
});
