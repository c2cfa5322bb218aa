import type { EngineRequest, EvidenceItem, RecommendationDraft } from '../engine.ts';

const CAPTURED = { summary: 'A sentence.', capturedAt: '2026-11-22T09:00:00.000Z' };
const interval = { lower: 0.06, upper: 0.42, level: 0.95, method: 'CREDIBLE' as const };
const statistic = { kind: 'STATISTIC' as const, unshrunken: null, days: null, slots: [] };

export const VIDEO: EvidenceItem & { kind: 'VIDEO' } = {
  ...CAPTURED,
  key: 'E1',
  kind: 'VIDEO',
  videoId: '0190a0d2-0000-7000-8000-000000000001',
  tikTokId: '7301234567890123456',
  title: '5 mistakes with my iPhone 15 starter 🥖 #bread2026 @lena',
  hashtags: ['bread2026', 'sourdough'],
  durationSeconds: 21,
  postedAt: '2026-11-03T18:00:00.000Z',
  metrics: {
    views: 12_345,
    likes: 9_876,
    comments: 402,
    shares: 12,
    source: 'DISPLAY_API',
    capturedAt: CAPTURED.capturedAt,
  },
  outlier: {
    basis: 'EQUAL_AGE',
    robustZ: 2.8,
    viewsPerHour: 20,
    onTrackFor: null,
    multipleOfMedian: 3.24,
    ageHours: 168,
    sampleSize: 31,
    capturedAt: CAPTURED.capturedAt,
  },
};

/** One item of each kind and topic; what a recommendation may cite in tests. */
export const ITEMS: readonly EvidenceItem[] = [
  VIDEO,
  {
    ...CAPTURED,
    ...statistic,
    key: 'E2',
    topic: 'ENGAGEMENT',
    subject: null,
    estimate: { value: 0.0843, interval, sampleSize: 14, definition: 'A fraction.' },
    verdict: 'NO_EVIDENCE_YET',
  },
  {
    ...CAPTURED,
    ...statistic,
    key: 'E3',
    topic: 'HASHTAG',
    subject: 'sourdough',
    estimate: { value: 0.25, interval, sampleSize: 9, definition: 'A fraction.' },
    verdict: 'HIGHER',
  },
  {
    ...CAPTURED,
    ...statistic,
    key: 'E4',
    topic: 'FORMAT',
    subject: '16–30 s',
    estimate: {
      value: -0.12,
      interval: { ...interval, lower: -0.2 },
      sampleSize: 11,
      definition: 'A fraction.',
    },
    verdict: 'NO_EVIDENCE_YET',
  },
  {
    ...CAPTURED,
    ...statistic,
    key: 'E5',
    topic: 'POSTING_TIME',
    subject: '16:00–20:00',
    estimate: { value: 0.1, interval, sampleSize: 8, definition: 'A fraction.' },
    verdict: 'NO_EVIDENCE_YET',
  },
  {
    ...CAPTURED,
    ...statistic,
    key: 'E6',
    topic: 'CADENCE',
    subject: null,
    days: 28,
    estimate: { value: 2.75, interval, sampleSize: 11, definition: 'Posts a week.' },
    verdict: 'NO_EVIDENCE_YET',
  },
];

const EMPTY: RecommendationDraft = {
  kind: 'IDEA',
  title: 'A title',
  idea: 'An idea.',
  hook: null,
  callToAction: null,
  caption: null,
  script: [],
  hashtags: [],
  soundId: null,
  postAt: [],
  citations: [{ path: 'idea', quote: 'idea', evidenceKey: 'E1', figure: null, basis: 'STORED' }],
};

/** A recommendation that holds, but for what is given. */
export function draftWith(changes: Partial<RecommendationDraft> = {}): RecommendationDraft {
  return { ...EMPTY, ...changes };
}

export function citing(
  evidenceKey: string,
  quote: string,
  changes: Partial<RecommendationDraft['citations'][number]> = {},
): RecommendationDraft['citations'][number] {
  return { path: 'idea', quote, evidenceKey, figure: null, basis: 'STORED', ...changes };
}

export function requestWith(changes: Partial<EngineRequest> = {}): EngineRequest {
  return {
    kinds: ['IDEA', 'SCRIPT'],
    indices: [0, 1],
    goal: 'REACH',
    language: 'en',
    tone: null,
    topic: null,
    constraints: [],
    evidence: {
      items: [...ITEMS],
      account: {
        username: 'ada.bakes',
        displayName: 'Ada',
        followers: 1_000,
        timezone: 'Europe/Paris',
        language: 'en',
      },
      now: '2026-11-22T10:00:00.000Z',
    },
    seed: 'seed',
    ...changes,
  };
}
