/** @jest-environment ./client/sdk/testing/browser-environment.ts */
import { afterEach, expect, test } from '@jest/globals';
import { cleanup, render } from '@testing-library/react';
import type { EvidenceFieldsFragment } from '../../../sdk/index.ts';
import { EvidenceFigures } from './evidence-figures.tsx';

afterEach(cleanup);

const facts = { id: 'x', key: 'E1', summary: 'x', capturedAt: '2026-11-22T07:00:00.000Z' };
const statistic = {
  ...facts,
  __typename: 'StatisticEvidence',
  subject: null,
  verdict: 'NO_EVIDENCE_YET',
  estimate: {
    value: 12_400,
    definition: 'x',
    sampleSize: 27,
    interval: { lower: 12_300, upper: 12_500, level: 0.8, method: 'conformal' },
  },
} as const;
const metrics = { views: 12_000, likes: 300, comments: 4, shares: 5, capturedAt: facts.capturedAt };
const trend = { id: 't', kind: 'SOUND', name: 'A song', region: 'FR', isExploding: false } as const;

test.each<[string, EvidenceFieldsFragment]>([
  [
    '12K views · 300 likes · 5 shares · 3.82× the usual',
    {
      ...facts,
      __typename: 'VideoEvidence',
      metrics,
      outlier: { robustZ: 2.1, multipleOfMedian: 3.82, ageHours: 168, sampleSize: 40 },
      video: null,
    },
  ],
  [
    '12K views · 300 likes · 5 shares',
    { ...facts, __typename: 'VideoEvidence', metrics, outlier: null, video: null },
  ],
  ['12,400 (80% interval 12,300 to 12,500)', { ...statistic, topic: 'FORECAST' }],
  [
    '+1,240,000% (80% interval +1,230,000% to +1,250,000%) · 27 posts · no evidence yet',
    { ...statistic, topic: 'HASHTAG' },
  ],
  [
    'relevance 71% · now fading',
    {
      ...facts,
      __typename: 'TrendEvidence',
      relevance: { score: 0.71 },
      trend: { ...trend, velocity: { stage: 'FADING' } },
    },
  ],
  ['no longer listed', { ...facts, __typename: 'TrendEvidence', relevance: null, trend: null }],
  [
    'since Nov 3',
    {
      ...facts,
      __typename: 'FindingEvidence',
      finding: { id: 'f', kind: 'REACH_DROP', startedOn: '2026-11-03' },
    },
  ],
  [
    'now used',
    {
      ...facts,
      __typename: 'PastRecommendationEvidence',
      recommendation: { id: 'r', title: 'x', status: 'USED' },
    },
  ],
  ['erased since', { ...facts, __typename: 'PastRecommendationEvidence', recommendation: null }],
  ['', { ...facts, __typename: 'EvidenceOfTomorrow' } as unknown as EvidenceFieldsFragment],
])('the figures of evidence: %s', (text, item) => {
  expect(render(<EvidenceFigures item={item} />).container.textContent).toBe(text);
});
