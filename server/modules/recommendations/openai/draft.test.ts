import { describe, expect, test } from '@jest/globals';
import type { EvidenceItem, EvidencePack, RecommendationDraft } from '../engine.ts';
import { isTextPath, toDraft } from './draft.ts';

const STATISTIC: EvidenceItem & { kind: 'STATISTIC' } = {
  key: 'E1',
  kind: 'STATISTIC',
  summary: 'x',
  capturedAt: '2026-11-22T09:00:00.000Z',
  topic: 'HASHTAG',
  subject: 'Sourdough',
  estimate: {
    value: 0.0843,
    interval: { lower: 0.06, upper: 0.11, level: 0.95, method: 'x' },
    sampleSize: 12345,
    definition: 'x',
  },
  verdict: 'HIGHER',
  unshrunken: null,
  days: null,
  slots: [],
};

const SLOT = { at: '2026-11-25T18:00:00.000Z', basis: 'HABIT' as const, lift: null };
const HOURS: EvidenceItem = {
  ...STATISTIC,
  key: 'E4',
  topic: 'POSTING_TIME',
  subject: '16:00–20:00',
  slots: [SLOT],
};

const TREND: EvidenceItem = {
  key: 'E2',
  kind: 'TREND',
  summary: 'x',
  capturedAt: '2026-11-22T09:00:00.000Z',
  trendId: 'hashtag',
  trendKind: 'HASHTAG',
  name: 'ootd',
  region: 'FR',
  category: null,
  stage: 'EXPLODING',
  dailyGrowth: STATISTIC.estimate,
  windowDays: 7,
  rank: 3,
  views: 1_200_000,
  posts: null,
  relevance: null,
};
const SOUND: EvidenceItem = { ...TREND, key: 'E3', trendId: 'sound', trendKind: 'SOUND', dailyGrowth: null };

function pack(...items: EvidenceItem[]): EvidencePack {
  const account = { username: null, displayName: null, followers: null, timezone: 'UTC', language: 'en' };
  return { items, account, now: '2026-11-22T10:00:00.000Z' };
}

function written(overrides: object = {}): object {
  return {
    kind: 'IDEA',
    title: 'A title',
    idea: 'Do it: 8.4% engagement.',
    hook: null,
    callToAction: '',
    caption: null,
    script: [],
    hashtags: [],
    sound: null,
    postAt: [],
    citations: [
      { path: 'idea', quote: '8.4% engagement', evidenceKey: 'E1', figure: 0.084, basis: 'STORED' },
    ],
    ...overrides,
  };
}

function draftOf(overrides: object = {}): RecommendationDraft {
  const draft = toDraft(written(overrides), 'IDEA', pack(STATISTIC, TREND, SOUND, HOURS));
  if (draft === null) throw new Error('It is not usable.');
  return draft;
}

const BEAT = { startSecond: 0, endSecond: 3, line: 'Hi', visual: null };

describe('toDraft', () => {
  test('takes an empty optional text for none and keeps all other texts untouched', () => {
    expect(draftOf({ title: ' spaced ' })).toMatchObject({ title: ' spaced ', callToAction: null });
  });

  test.each([
    ['another kind than asked', { kind: 'SCRIPT' }],
    ['a blank title', { title: '  ' }],
    ['a missing field', { hashtags: undefined }],
    ['a hashtag that TikTok would not link', { hashtags: [{ hashtag: 'two words', basis: 'TOPIC' }] }],
    ['a beat that ends before it starts', { script: [{ ...BEAT, startSecond: 4 }] }],
    ['a moment without offset', { postAt: [{ at: '2026-11-25T18:00:00' }] }],
    ['a text beyond any use', { idea: 'x'.repeat(4001) }],
  ])('refuses %s', (_, overrides) => {
    expect(toDraft(written(overrides), 'IDEA', pack(STATISTIC))).toBeNull();
  });

  test.each(['SCRIPT', 'HASHTAG_SET', 'POSTING_SLOT'] as const)(
    'refuses a %s without what it is about',
    (kind) => {
      expect(toDraft(written({ kind }), kind, pack(STATISTIC))).toBeNull();
    },
  );

  test('drops a script nobody asked for, slots in the past, and the # of hashtags', () => {
    const draft = draftOf({
      script: [BEAT],
      hashtags: [{ hashtag: '#sourdough', basis: 'OWN_WINNER' }],
      postAt: [{ at: '2026-11-22T09:59:59Z' }, { at: '2026-11-25T19:00:00+01:00' }],
    });
    expect(draft).toMatchObject({
      script: [],
      hashtags: [{ hashtag: 'sourdough', basis: 'OWN_WINNER' }],
      postAt: [SLOT],
    });
    expect(draft.postAt).toHaveLength(1);
  });

  test('lowers a basis that the evidence does not bear', () => {
    expect(
      draftOf({
        hashtags: [
          { hashtag: 'viral', basis: 'OWN_WINNER' },
          { hashtag: 'sourdough', basis: 'RISING' },
          { hashtag: 'OOTD', basis: 'RISING' },
        ],
        postAt: [{ at: '2026-11-25T18:30:00Z' }],
      }),
    ).toMatchObject({
      hashtags: [{ basis: 'TOPIC' }, { basis: 'TOPIC' }, { basis: 'RISING' }],
      postAt: [{ basis: 'EXPERIMENT', lift: null }],
    });
  });

  test('knows a sound by its key, and none that is no sound', () => {
    expect(draftOf({ sound: 'E3' }).soundId).toBe('sound');
    expect(draftOf({ sound: 'E2' }).soundId).toBeNull();
    expect(draftOf({ sound: 'E9' }).soundId).toBeNull();
  });
});

test('isTextPath lets through what a reader reads', () => {
  expect(['title', 'script[0].line', 'script[12].visual'].map((path) => isTextPath(path, 'SCRIPT'))).toEqual([
    true,
    true,
    true,
  ]);
  expect(
    ['kind', 'hashtags[0].hashtag', 'citations[0].quote'].map((path) => isTextPath(path, 'SCRIPT')),
  ).toEqual([false, false, false]);
  expect(isTextPath('script[0].line', 'IDEA')).toBe(false);
});
