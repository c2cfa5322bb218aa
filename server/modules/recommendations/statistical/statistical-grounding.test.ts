import { expect, it } from '@jest/globals';
import type { EngineRequest, EvidencePack } from '../engine.ts';
import { earlier, risingTrend, simulatedFacts, simulatedPack } from '../evidence/simulated-account.ts';
import { ground } from '../grounding/grounding.ts';
import { createStatisticalEngine } from './statistical.engine.ts';

const engine = createStatisticalEngine({ paceMs: 0 });

const TITLES = [
  '5 mistakes with my iPhone 15 #bread2026',
  'Top 10: ce que 3 € achètent (2/3)',
  '100% honest, 24/7 — 1,234 steps',
  '“Quoted” title 2.0',
  null,
  '#only #hashtags',
  'Deux moitiés, un tiers et demi',
  'Half the work, ten times the taste ½',
];
const TRENDS = [
  ['bread2026', '99 Luftballons (2024 Remix)', '5 ways, 31–60 s, with #ootd'],
  ['2026', '7', 'over 3 min, question in the caption'],
] as const;
const WISHES = [
  { topic: null, tone: null, constraints: [] },
  { topic: '5 recipes under 10 €', tone: 'dry', constraints: ['under 20 seconds'] },
];
const FINDING = {
  id: 'finding',
  connectionId: 'account',
  kind: 'FOLLOWER_JUMP' as const,
  subject: 'account',
  summary: 'The account gained 420 followers in a day; usual is a gain of 3.',
  startedOn: new Date('2026-11-12'),
  detectedAt: new Date('2026-11-20T08:00:00Z'),
  effect: {
    value: 420,
    interval: { lower: 300, upper: 500, level: 0.95, method: 'x' },
    sampleSize: 30,
    definition: 'x',
  },
};
const FORECAST = {
  metric: 'FOLLOWERS' as const,
  method: 'drift' as const,
  confidence: 0.8,
  points: Array.from({ length: 14 }, (_, day) => ({
    date: `2026-11-${String(22 + (day % 8))}`,
    value: 12_345 + day * 37,
    interval: { lower: 12_300 + day, upper: 12_399 + day * 70, level: 0.8, method: 'x' },
  })),
  backtest: { coverage: 0.8, meanWidth: 100, mase: 0.9, folds: 27 },
  freshness: { computedAt: new Date('2026-11-22'), inputsThrough: null, isStale: false },
};

/** An account whose captions and trends are full of numbers. */
function packOf(posts: number, [hashtag, sound, format]: (typeof TRENDS)[number]): EvidencePack {
  const { videos } = simulatedFacts(posts);
  const { outlier } = videos[0]!;
  const result = { views: 7_321, outlier, outcome: null, capturedAt: '2026-11-21T00:00:00.000Z' };
  return simulatedPack(posts, {
    videos: videos.map((video, index) => ({ ...video, title: TITLES[index % TITLES.length]! })),
    forecasts: [FORECAST],
    trends: [
      risingTrend('HASHTAG', hashtag),
      risingTrend('SOUND', sound, { relevance: null }),
      risingTrend('FORMAT', format),
    ],
    findings: [FINDING],
    past: [
      earlier('Day 12 of 30', { status: 'USED', result }),
      earlier('Part 3', { status: 'DISMISSED', dismissReason: 'TOO_HARD' }),
    ],
  });
}

it.each([1, 9, 60])(
  'says no number that its citations do not hold, of an account of %d posts',
  async (posts) => {
    let drafts = 0;
    for (const trends of TRENDS) {
      const evidence = packOf(posts, trends);
      for (const wishes of WISHES) {
        for (const [language, goal] of [
          ['en', 'FOLLOWERS'],
          ['fr', 'FOLLOWERS'],
          ['fr', 'ENGAGEMENT'],
        ] as const) {
          const request: EngineRequest = {
            ...wishes,
            kinds: ['IDEA', 'SCRIPT', 'HASHTAG_SET', 'POSTING_SLOT', 'FORMAT_CHANGE'],
            indices: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
            goal,
            language,
            evidence,
            seed: `${language} ${goal}`,
          };
          for await (const event of engine.generate(request, new AbortController().signal)) {
            if (event.type !== 'completed') continue;
            drafts++;
            expect({ draft: event.draft, flaws: ground(event.draft, request).flaws }).toMatchObject({
              flaws: [],
            });
          }
        }
      }
    }
    expect(drafts).toBe(120);
  },
);
