import { describe, expect, test } from '@jest/globals';
import { HOSTILE_CAPTIONS } from '../../../testing/hostile-captions.ts';
import type { EngineRequest, EvidenceItem } from '../engine.ts';
import { draftWith, ITEMS, requestWith, VIDEO } from '../grounding/grounding-test-kit.ts';
import { PROMPT_VERSION, toPrompt } from './prompt.ts';
import { INSTRUCTIONS } from './prompts/prompts.ts';

const estimate = (ITEMS[1] as EvidenceItem & { kind: 'STATISTIC' }).estimate;

/** A request in which every text that people, TikTok or a model wrote is this one. */
function requestOf(text: string): EngineRequest {
  const common = { summary: text, capturedAt: VIDEO.capturedAt };
  const items: EvidenceItem[] = [
    { ...VIDEO, ...common, title: text, hashtags: [text] },
    { ...(ITEMS[2] as EvidenceItem & { kind: 'STATISTIC' }), ...common, subject: text },
    {
      ...common,
      key: 'E7',
      kind: 'TREND',
      trendId: 'an id',
      trendKind: 'SOUND',
      name: text,
      region: null,
      category: text,
      stage: 'EXPLODING',
      dailyGrowth: estimate,
      windowDays: 7,
      rank: 1,
      views: null,
      posts: null,
      relevance: null,
    },
    {
      ...common,
      // Of the server's own making.
      summary: 'Reach dropped.',
      key: 'E8',
      kind: 'FINDING',
      findingId: 'an id',
      findingKind: 'REACH_DROP',
      startedOn: '2026-11-03',
      effect: estimate,
    },
    {
      ...common,
      key: 'E9',
      kind: 'PAST_RECOMMENDATION',
      recommendationId: 'an id',
      recommendationKind: 'IDEA',
      title: text,
      hashtags: [text],
      createdAt: VIDEO.capturedAt,
      status: 'DISMISSED',
      dismissReason: 'TOO_HARD',
      result: null,
    },
  ];
  const { evidence } = requestWith();
  const account = { ...evidence.account, username: text, displayName: text };
  return requestWith({
    tone: text,
    topic: text,
    constraints: [text, text],
    evidence: { ...evidence, account, items },
    revisions: new Map([[1, { flaws: [text], draft: draftWith({ title: text, idea: text }) }]]),
  });
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

describe('the prompt', () => {
  const harmless = toPrompt(requestOf('harmless'));

  test.each(HOSTILE_CAPTIONS.map(({ name, text }) => [name, text]))(
    'holds “%s” as text of its data, and nowhere else',
    (_, text) => {
      const prompt = toPrompt(requestOf(text));
      expect(prompt.system).toBe(INSTRUCTIONS[PROMPT_VERSION]);
      expect(prompt.schema).toEqual(harmless.schema);
      expect(Object.keys(prompt)).toEqual(Object.keys(harmless));
      const data: unknown = JSON.parse(prompt.user);
      expect(shapeOf(data)).toEqual(shapeOf(JSON.parse(harmless.user)));
      const known = textsIn(JSON.parse(harmless.user)).filter((known) => known === 'harmless');
      expect(textsIn(data).filter((told) => told === text)).toHaveLength(known.length);
    },
  );

  test('names no row of ours, and no number but under the names that may be cited', () => {
    expect(harmless.user).not.toContain('an id');
    expect(harmless.user).not.toContain(VIDEO.videoId);
    expect(harmless.user).not.toContain(VIDEO.tikTokId);
  });

  test('asks once more with what was wrong, for that entry alone', () => {
    const { task } = JSON.parse(harmless.user) as { task: { items: unknown[] } };
    const { title, idea, hook, callToAction, caption, script } = draftWith({
      title: 'harmless',
      idea: 'harmless',
    });
    expect(task.items).toEqual([
      { kind: 'IDEA' },
      {
        kind: 'SCRIPT',
        rejected: { because: ['harmless'], draft: { title, idea, hook, callToAction, caption, script } },
      },
    ]);
    const unusable = new Map([[0, { flaws: ['It is not usable.'], draft: null }]]);
    const again = JSON.parse(
      toPrompt(requestWith({ indices: [0], revisions: unusable })).user,
    ) as typeof JSON;
    expect(again).toMatchObject({
      task: { items: [{ kind: 'IDEA', rejected: { because: ['It is not usable.'], draft: null } }] },
    });
  });
});
