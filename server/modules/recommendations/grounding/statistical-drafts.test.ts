import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HOSTILE_CAPTIONS } from '../../../testing/hostile-captions.ts';
import { RECOMMENDATION_KINDS } from '../engine.ts';
import type { EngineRequest, EvidenceItem, RecommendationDraft } from '../engine.ts';
import { createStatisticalEngine } from '../statistical/statistical.engine.ts';
import { ground } from './grounding.ts';
import { ITEMS, requestWith } from './grounding-test-kit.ts';

const engine = createStatisticalEngine({ paceMs: 0 });

async function draftsOf(request: EngineRequest): Promise<RecommendationDraft[]> {
  const drafts: RecommendationDraft[] = [];
  for await (const event of engine.generate(request, new AbortController().signal)) {
    if (event.type === 'completed') drafts.push(event.draft);
  }
  return drafts;
}

/** All kinds, each twice. */
function requestOf(items: readonly EvidenceItem[], changes: Partial<EngineRequest> = {}): EngineRequest {
  const { evidence } = requestWith();
  return requestWith({
    kinds: [...RECOMMENDATION_KINDS],
    indices: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    evidence: { ...evidence, items: [...items] },
    ...changes,
  });
}

async function flawsOf(request: EngineRequest): Promise<string[]> {
  const drafts = await draftsOf(request);
  expect(drafts).toHaveLength(request.indices.length);
  return drafts.flatMap((draft) => ground(draft, request).flaws);
}

/** Every figure is another one, and every title. */
function itemsWith(value: (from: number) => number, title: string | null): EvidenceItem[] {
  return ITEMS.map((item): EvidenceItem => {
    if (item.kind === 'VIDEO') {
      const { views, likes, comments, shares } = item.metrics;
      const count = (figure: number | null) => Math.round(Math.abs(value(figure ?? 0)));
      const metrics = { ...item.metrics, views: count(views), likes: count(likes) };
      const outlier = item.outlier && { ...item.outlier, multipleOfMedian: Math.abs(value(3)) };
      return {
        ...item,
        title,
        outlier,
        metrics: { ...metrics, comments: count(comments), shares: count(shares) },
      };
    }
    if (item.kind !== 'STATISTIC') return item;
    const { estimate } = item;
    const lift = item.topic === 'CADENCE' ? Math.abs(value(2)) : Math.max(-0.9, value(estimate.value));
    const interval = { ...estimate.interval, lower: Math.max(-0.95, lift - 0.1), upper: lift + 0.2 };
    return { ...item, estimate: { ...estimate, value: lift, interval } };
  });
}

describe('the statistical engine', () => {
  test.each(['en', 'fr'])(
    'writes nothing in %s that does not hold, whatever the figures',
    async (language) => {
      await fc.assert(
        fc.asyncProperty(
          fc.double({ min: -3, max: 3, noNaN: true }),
          fc.double({ min: 0.001, max: 2_000, noNaN: true }),
          fc.constantFrom('REACH' as const, 'ENGAGEMENT' as const, 'FOLLOWERS' as const),
          fc.string(),
          async (shift, scale, goal, seed) => {
            const items = itemsWith((figure) => figure * scale + shift, '5 mistakes with my iPhone 15');
            expect(await flawsOf(requestOf(items, { language, goal, seed }))).toEqual([]);
          },
        ),
        { numRuns: 30, seed: 7 },
      );
    },
  );

  test.each(['en', 'fr'])(
    'writes nothing in %s that does not hold, whatever was wished for',
    async (language) => {
      const wish = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }).map((text) => text.trim());
      await fc.assert(
        fc.asyncProperty(
          fc.option(wish.filter((text) => text !== '')),
          fc.option(wish.filter((text) => text !== '')),
          fc.array(
            wish.filter((text) => text !== ''),
            { maxLength: 3 },
          ),
          fc.option(fc.string({ unit: 'grapheme', maxLength: 200 })),
          async (topic, tone, constraints, title) => {
            const items = itemsWith((figure) => figure, title);
            expect(await flawsOf(requestOf(items, { language, topic, tone, constraints }))).toEqual([]);
          },
        ),
        { numRuns: 30, seed: 11 },
      );
    },
  );

  test.each(HOSTILE_CAPTIONS.map(({ name, text }) => [name, text]))(
    'is not stopped by “%s”',
    async (_, text) => {
      const topic = text
        .replaceAll(/\p{Cc}+/gu, ' ')
        .trim()
        .slice(0, 200)
        .toWellFormed();
      const items = itemsWith((figure) => figure, text);
      expect(await flawsOf(requestOf(items, { language: 'fr' }))).toEqual([]);
      expect(await flawsOf(requestOf(items, { language: 'en', topic, constraints: [topic] }))).toEqual([]);
    },
  );
});
