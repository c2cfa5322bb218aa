import { describe, expect, it } from '@jest/globals';
import type { EvidenceItem } from '../engine.ts';
import { figuresOf } from '../grounding/figures.ts';
import { packItems } from './pack-items.ts';
import { poissonInterval } from './poisson-interval.ts';
import { earlier, risingTrend, simulatedFacts, simulatedPack, SIMULATED_NOW } from './simulated-account.ts';

function topicOf(item: EvidenceItem): string {
  return item.kind === 'STATISTIC' ? item.topic : item.kind;
}

const finding = {
  id: 'finding',
  connectionId: 'account',
  kind: 'REACH_DROP' as const,
  subject: 'account',
  summary: 'Reach dropped: posts since 2026-11-12 get 0.4 times the views at 24 hours that those before did.',
  startedOn: new Date('2026-11-12'),
  detectedAt: new Date('2026-11-20T08:00:00Z'),
  effect: {
    value: 0.4,
    interval: { lower: 0.2, upper: 0.7, level: 0.95, method: 'x' },
    sampleSize: 12,
    definition: 'x',
  },
};

describe('a pack', () => {
  const full = simulatedPack(60, {
    trends: [
      ...['ootd', 'cats', 'dogs', 'fish'].map((name) => risingTrend('HASHTAG', name)),
      risingTrend('SOUND', 'A song'),
      risingTrend('FORMAT', 'portrait, 16–30 s', { relevance: null }),
    ],
    findings: [finding],
    past: [
      earlier('Used', {
        status: 'USED',
        result: {
          views: 7_300,
          outlier: simulatedFacts(60).videos[0]!.outlier,
          outcome: { views: 6_900, expected: finding.effect, isWithinInterval: false },
          capturedAt: '2026-11-21T00:00:00.000Z',
        },
      }),
      ...Array.from({ length: 9 }, (_, index) => earlier(`Part ${String(index)}`)),
    ],
  }).items;

  it('has every topic, keys in order, and a bound', () => {
    expect(full.map(({ key }) => key)).toEqual(full.map((_, index) => `E${String(index + 1)}`));
    expect(new Set(full.map(topicOf))).toEqual(
      new Set([
        'VIDEO',
        'ENGAGEMENT',
        'HASHTAG',
        'POSTING_TIME',
        'FORMAT',
        'CADENCE',
        'TREND',
        'FINDING',
        'PAST_RECOMMENDATION',
      ]),
    );
    expect(full.length).toBeLessThanOrEqual(40);
    expect(full.flatMap((item) => (item.kind === 'TREND' ? [item.name] : []))).toEqual([
      'ootd',
      'cats',
      'dogs',
      'A song',
      'portrait, 16–30 s',
    ]);
    // Stored as JSON with the run.
    expect(JSON.parse(JSON.stringify(full))).toEqual(full);
  });

  it('says in its sentences no number that is not among its figures', () => {
    for (const item of full) {
      const { kind, summary } = item;
      const words = summary
        .replaceAll(/“[^”]*”|#\w+|\d{4}-\d{2}-\d{2}|\d{2}:00–\d{2}:00|of 1\b/gu, '')
        .replaceAll(/last \d+ days|it takes \d+ to/g, '');
      const figures = Object.values(figuresOf(item));
      for (const [text, digits] of words.matchAll(/[−-]?(\d[\d,]*(?:\.\d+)?)%?/g)) {
        const value = Number(digits!.replaceAll(',', ''));
        const told = figures.map((figure) => Math.abs(text.endsWith('%') ? figure * 100 : figure));
        const isTold = told.some((figure) => [2, 3].some((n) => Number(figure.toPrecision(n)) === value));
        expect({ kind, summary, text, isTold }).toEqual({ kind, summary, text, isTold: true });
      }
    }
  });

  it('ranks videos by how unusual they are for their age, and adds one that did badly', () => {
    const scores = full.flatMap((item) => (item.kind === 'VIDEO' ? [item.outlier!.robustZ] : []));
    const best = scores.slice(0, 5);
    expect(best).toEqual(best.toSorted((a, b) => b - a));
    expect(full[0]!.summary).toMatch(
      /^“.+” has [\d,]+ views, [\d.]+ times the median of \d+ posts at the same age of 168 hours \(robust z [\d.]+\)\.$/,
    );
    const [video] = simulatedFacts(60).videos;
    const bad = { ...video!, id: 'bad', outlier: { ...video!.outlier!, robustZ: -3.2 } };
    const items = packItems(simulatedFacts(60, { videos: [bad, ...simulatedFacts(60).videos] }));
    const kinds = items.filter(({ kind }) => kind === 'VIDEO');
    expect(kinds).toHaveLength(6);
    expect(kinds.at(-1)).toMatchObject({ videoId: 'bad' });
  });

  it('claims what the analyses claim, and says so in words', () => {
    const winner = full.find((item) => item.kind === 'STATISTIC' && item.subject === 'winner');
    expect(winner).toMatchObject({ topic: 'HASHTAG', verdict: 'HIGHER' });
    expect(winner!.summary).toContain('more than chance explains');
    for (const item of full) {
      if (item.kind !== 'STATISTIC' || item.verdict !== 'NO_EVIDENCE_YET') continue;
      if (!['HASHTAG', 'POSTING_TIME', 'FORMAT'].includes(item.topic)) continue;
      expect(item.summary).toMatch(/no evidence yet|no evidence for or against/);
    }
  });

  it('hangs the times that the analysis proposes on what they rest on', () => {
    const slots = full.flatMap((item) => (item.kind === 'STATISTIC' ? item.slots : []));
    expect(slots).toHaveLength(6);
    for (const item of full) {
      if (item.kind !== 'STATISTIC') continue;
      for (const slot of item.slots) {
        expect(item.topic).toBe('POSTING_TIME');
        expect(Date.parse(slot.at)).toBeGreaterThan(SIMULATED_NOW.getTime());
        if (slot.basis === 'EVIDENCE') expect(item.verdict).toBe('HIGHER');
      }
    }
  });

  it('tells what became of earlier recommendations', () => {
    const outlier = simulatedFacts(60).videos[0]!.outlier!;
    const estimate = {
      value: 2_450,
      interval: { lower: 900, upper: 6_800, level: 0.8, method: 'x' },
      sampleSize: 20,
      definition: 'x',
    };
    const result = { views: 7_300, outlier, outcome: null, capturedAt: '2026-11-21T00:00:00.000Z' };
    const outcome = { views: 6_900, expected: estimate, isWithinInterval: false };
    const summaries = packItems(
      simulatedFacts(60, {
        past: [
          earlier('One'),
          earlier('Two', { status: 'SAVED' }),
          earlier('Three', { status: 'DISMISSED', dismissReason: 'TOO_HARD' }),
          earlier('Four', { status: 'USED', result: { ...result, outlier: null } }),
          earlier('Five', { status: 'USED', result: { ...result, outcome } }),
        ],
      }),
    ).flatMap((item) => (item.kind === 'PAST_RECOMMENDATION' ? [item.summary] : []));
    expect(summaries).toEqual([
      'Recommended on 2026-11-10: “One”; nothing was done with it yet.',
      'Recommended on 2026-11-10: “Two”; it was saved for later.',
      'Recommended on 2026-11-10: “Three”; it was dismissed, since it is too hard.',
      'Recommended on 2026-11-10: “Four”; it was used, and its video has 7,300 views; too few posts of the account can be compared to say what is usual.',
      expect.stringMatching(
        /; in its first week it got 6,900, more than expected \(2,450; 900 to 6,800\)\.$/,
      ),
    ]);
  });

  it('works with a handful of videos and says that the data are thin', () => {
    const few = packItems(simulatedFacts(3));
    expect(few.filter(({ kind }) => kind === 'VIDEO')).toHaveLength(3);
    expect(few[0]).toMatchObject({ outlier: null });
    expect(new Set(few.map(topicOf))).toEqual(new Set(['VIDEO', 'ENGAGEMENT', 'POSTING_TIME', 'CADENCE']));
    const cadence = few.find((item) => item.kind === 'STATISTIC' && item.topic === 'CADENCE');
    expect(cadence!.summary).toContain('The data are thin: 0 posts can be compared');
    for (const item of few) {
      if (item.kind !== 'STATISTIC' || item.topic !== 'POSTING_TIME') continue;
      expect(item.summary).toContain('none can be compared yet');
    }
  });

  it('has something to cite for one video without a single count, and nothing without a video', () => {
    const [video] = simulatedFacts(1).videos;
    const unknown = { ...video!, views: null, capturedAt: null };
    const items = packItems(simulatedFacts(1, { videos: [unknown] }));
    expect(new Set(items.map(topicOf))).toEqual(new Set(['POSTING_TIME', 'CADENCE']));
    expect(packItems(simulatedFacts(1, { videos: [] }))).toEqual([]);
  });
});

describe('poissonInterval', () => {
  it.each([
    [0, 0, 3.6889],
    [5, 1.6235, 11.6683],
    [20, 12.2165, 30.8884],
  ])('of %d is the table’s %d to %d', (count, lower, upper) => {
    const interval = poissonInterval(count, 0.95);
    expect(interval.lower).toBeCloseTo(lower, 3);
    expect(interval.upper).toBeCloseTo(upper, 3);
  });
});
