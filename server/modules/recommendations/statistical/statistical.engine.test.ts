import { describe, expect, it } from '@jest/globals';
import { ValidationError } from '../../../lib/errors.ts';
import type { EngineEvent, EngineRequest, EvidenceItem, RecommendationDraft } from '../engine.ts';
import { textsOf as draftTexts } from '../grounding/draft-texts.ts';
import { figuresOf } from '../grounding/figures.ts';
import { ground } from '../grounding/grounding.ts';
import {
  earlier,
  risingTrend,
  simulatedFacts,
  simulatedPack,
  SIMULATED_NOW,
} from '../evidence/simulated-account.ts';
import { ENGLISH_ANGLES } from './statistical-angles.en.ts';
import { FRENCH_ANGLES } from './statistical-angles.fr.ts';
import type { Phrases } from './statistical-phrases.ts';
import { ENGLISH } from './statistical-text.en.ts';
import { FRENCH } from './statistical-text.fr.ts';
import { createStatisticalEngine } from './statistical.engine.ts';

const KINDS = ['IDEA', 'SCRIPT', 'HASHTAG_SET', 'POSTING_SLOT', 'FORMAT_CHANGE'] as const;
const engine = createStatisticalEngine({ paceMs: 0 });

const outlier = simulatedFacts(60).videos[0]!.outlier!;
const rich = simulatedPack(60, {
  trends: [
    risingTrend('HASHTAG', 'ootd'),
    risingTrend('SOUND', 'A song'),
    risingTrend('FORMAT', 'portrait, 16–30 s, list in the caption'),
  ],
  past: [
    earlier('A new way', {
      status: 'USED',
      result: { views: 7_321, outlier, outcome: null, capturedAt: '2026-11-21T00:00:00.000Z' },
    }),
  ],
});
const thin = simulatedPack(2);

function request(changes: Partial<EngineRequest> = {}): EngineRequest {
  return {
    kinds: [...KINDS],
    indices: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    goal: 'REACH',
    language: 'en',
    tone: null,
    topic: null,
    constraints: [],
    evidence: rich,
    seed: 'a seed',
    ...changes,
  };
}

async function run(changes: Partial<EngineRequest> = {}): Promise<EngineEvent[]> {
  const events: EngineEvent[] = [];
  for await (const event of engine.generate(request(changes), new AbortController().signal))
    events.push(event);
  return events;
}

async function draftsOf(changes: Partial<EngineRequest> = {}): Promise<RecommendationDraft[]> {
  return (await run(changes)).flatMap((event) => (event.type === 'completed' ? [event.draft] : []));
}

/** All texts of a draft by path. */
function textsOf(draft: RecommendationDraft): Map<string, string> {
  return new Map(draftTexts(draft).map(({ path, text }) => [path, text]));
}

/** The number that words show, in English or French; a share as its fraction. */
function shownIn(words: string): { value: number; digits: number } {
  const text = /[-+]?\d[\d\s\u00a0\u202f.,]*\d|[-+]?\d/.exec(words)![0].replaceAll(/[\s\u00a0\u202f]/g, '');
  const plain = /^[-+]?[1-9]\d{0,2}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text.replace(',', '.');
  return {
    value: words.includes('%') ? Number(plain) / 100 : Number(plain),
    digits: words.includes('%') ? 2 : 3,
  };
}

const PHRASES = { en: ENGLISH, fr: FRENCH };

/** Which way a title takes with which video, in words that are the same in every language. */
function angleOf(title: string, language: 'en' | 'fr'): string {
  const [, subject = ''] = /[“«]\s?(.+?)\s?[”»]/u.exec(title) ?? [];
  const angles = language === 'en' ? ENGLISH_ANGLES : FRENCH_ANGLES;
  const plain = (words: string) =>
    words
      .toLowerCase()
      .replaceAll(/[^\p{L}]+/gu, ' ')
      .trim();
  const way = angles.findIndex((angle) => plain(angle.title(subject)) === plain(title));
  return `${String(way)} ${subject}`;
}

describe.each([
  ['English, rich data', { language: 'en', evidence: rich }],
  ['English, thin data', { language: 'en', evidence: thin }],
  ['French, rich data', { language: 'fr', evidence: rich }],
  ['Canadian French, thin data', { language: 'fr-CA', evidence: thin }],
  ['engagement as the goal', { goal: 'ENGAGEMENT' as const }],
  ['a topic', { topic: 'sourdough bread', goal: 'FOLLOWERS' as const }],
  ['French and followers as the goal', { language: 'fr', goal: 'FOLLOWERS' as const }],
  ['one video', { evidence: simulatedPack(1) }],
])('with %s', (_, changes) => {
  it('tells each index from started to completed, its deltas adding up to its texts', async () => {
    const events = await run(changes);
    for (const index of request().indices) {
      const own = events.filter((event) => event.type !== 'usage' && event.index === index);
      expect(own[0]).toEqual({ type: 'started', index, kind: KINDS[index % KINDS.length] });
      const last = own.at(-1)!;
      if (last.type !== 'completed') throw new Error('The index did not complete.');
      const folded = new Map<string, string>();
      for (const event of own) {
        if (event.type !== 'delta') continue;
        folded.set(event.path, (folded.get(event.path) ?? '').slice(0, event.offset) + event.text);
      }
      expect(folded).toEqual(textsOf(last.draft));
    }
  });

  it('cites every figure it writes, exactly as stored, and writes no other', async () => {
    const { evidence } = request(changes);
    for (const draft of await draftsOf(changes)) {
      expect(draft.citations.length).toBeGreaterThan(0);
      expect(ground(draft, request(changes)).flaws).toEqual([]);
      const texts = textsOf(draft);
      for (const { path, quote, evidenceKey, figure } of draft.citations) {
        const item = evidence.items.find(({ key }) => key === evidenceKey)!;
        expect(texts.get(path)).toContain(quote);
        if (figure === null) continue;
        expect(Object.values(figuresOf(item))).toContain(figure);
        const shown = shownIn(quote);
        expect(shown.value).toBeCloseTo(Number(figure.toPrecision(shown.digits)), 9);
      }
      for (const [path, text] of texts) {
        // Spoken lines and captions repeat hook and title, which are cited where they stand.
        if (path.startsWith('script')) continue;
        const quotes = draft.citations.filter((citation) => citation.path === path).map(({ quote }) => quote);
        expect(quotes.reduce((rest, quote) => rest.replace(quote, ''), text)).not.toMatch(/\d/);
      }
    }
  });

  it('repeats no recommendation within a run', async () => {
    const drafts = await draftsOf(changes);
    expect(new Set(drafts.map(({ kind, title, idea }) => `${kind} ${title} ${idea}`)).size).toBe(
      drafts.length,
    );
  });
});

describe('the statistical engine', () => {
  it('writes the same twice, and an index the same alone', async () => {
    const all = await draftsOf();
    expect(await draftsOf()).toEqual(all);
    expect(await draftsOf({ indices: [6] })).toEqual([all[6]]);
    expect(await draftsOf({ seed: 'another' })).not.toEqual(all);
  });

  it('scripts beats without gaps, on whole seconds, no longer than was asked for', async () => {
    for (const draft of await draftsOf({ kinds: ['SCRIPT'], constraints: ['under 20 seconds'] })) {
      expect(draft.script).toHaveLength(5);
      expect(draft.script[0]!.startSecond).toBe(0);
      expect(draft.script.at(-1)!.endSecond).toBeLessThanOrEqual(20);
      for (const [index, { startSecond, endSecond }] of draft.script.entries()) {
        expect(endSecond).toBeGreaterThan(startSecond);
        if (index > 0) expect(startSecond).toBe(draft.script[index - 1]!.endSecond);
      }
    }
  });

  it('calls a hashtag a winner and a time proven only with evidence', async () => {
    const higher = rich.items.flatMap((item) =>
      item.kind === 'STATISTIC' && item.verdict === 'HIGHER' ? [item.subject] : [],
    );
    expect(higher).toContain('winner');
    for (const draft of await draftsOf()) {
      for (const { hashtag, basis } of draft.hashtags)
        expect(basis === 'OWN_WINNER').toBe(higher.includes(hashtag));
      for (const { at, basis } of draft.postAt) {
        if (basis === 'EVIDENCE')
          expect(higher.some((subject) => /\d\d:|day/.test(subject ?? ''))).toBe(true);
        const ahead = Date.parse(at) - SIMULATED_NOW.getTime();
        expect(ahead).toBeGreaterThan(0);
        expect(ahead).toBeLessThan(8 * 86_400_000);
      }
    }
  });

  it('posts at the times that the analysis proposed, each run’s posting plans at others', async () => {
    const proposed = rich.items.flatMap((item) => (item.kind === 'STATISTIC' ? item.slots : []));
    const drafts = await draftsOf();
    for (const { postAt } of drafts) for (const slot of postAt) expect(proposed).toContainEqual(slot);
    const plans = drafts.filter(({ kind }) => kind === 'POSTING_SLOT').map(({ postAt }) => postAt);
    expect(plans.map(({ length }) => length)).toEqual([3, 3]);
    expect(new Set(plans.flat().map(({ at }) => at)).size).toBe(6);
  });

  it('takes up what rises: hashtags, a sound, a format', async () => {
    const drafts = await draftsOf();
    const risen = drafts.filter(({ hashtags }) => hashtags.some(({ basis }) => basis === 'RISING'));
    expect(new Set(risen.map(({ kind }) => kind))).toEqual(new Set(['IDEA', 'SCRIPT', 'HASHTAG_SET']));
    expect(drafts.map(({ soundId }) => soundId).filter((id) => id !== null)).toEqual(['trend A song']);
    const [format] = await draftsOf({ indices: [4] });
    expect(format!.title).toBe('Try what rises: “portrait, 16–30 s, list in the caption”');
    const none = await draftsOf({ evidence: simulatedPack(60) });
    expect(none.every(({ soundId }) => soundId === null)).toBe(true);
  });

  it('cites what became of an earlier recommendation, once', async () => {
    const ideas = (await draftsOf()).map(({ idea }) => idea);
    const told = ideas.filter((idea) => idea.includes('You used “A new way”, and its video has 7,320 views'));
    expect(told).toHaveLength(1);
    const dismissed = simulatedPack(60, {
      past: [earlier('A new way', { status: 'DISMISSED', dismissReason: 'TOO_HARD' })],
    });
    const [first] = await draftsOf({ evidence: dismissed, indices: [0] });
    expect(first!.idea).toContain('You dismissed “A new way” as too hard, so this is something else.');
    const [french] = await draftsOf({ evidence: dismissed, indices: [0], language: 'fr' });
    expect(french!.idea).toContain('comme trop difficile');
  });

  it('repeats none of ten earlier recommendations, in whichever language they were told', async () => {
    for (const [before, after] of [
      ['en', 'en'],
      ['fr', 'en'],
      ['en', 'fr'],
    ] as const) {
      const told = await draftsOf({ language: before });
      const past = told.map(({ title, kind, hashtags }) =>
        earlier(title, { kind, hashtags: hashtags as object[] as never }),
      );
      const next = await draftsOf({ language: after, evidence: simulatedPack(60, { past }), seed: 'next' });
      // Videos are told apart by the angle, whatever the language.
      const anglesOf = (drafts: RecommendationDraft[], language: 'en' | 'fr') =>
        drafts
          .filter(({ kind }) => kind === 'IDEA' || kind === 'SCRIPT')
          .map(({ title }) => angleOf(title, language));
      const former = new Set(anglesOf(told, before));
      expect(anglesOf(next, after).filter((angle) => former.has(angle))).toEqual([]);
      const formsOf = (drafts: RecommendationDraft[], { formatChange }: Phrases) =>
        drafts
          .filter(({ kind }) => kind === 'FORMAT_CHANGE')
          .map(({ title }) => formatChange.openings.findIndex((opening) => opening.title === title));
      const forms = formsOf(told, PHRASES[before]);
      expect(formsOf(next, PHRASES[after]).filter((form) => forms.includes(form) && form >= 0)).toEqual([]);
      // What has a length for a title comes first, and once.
      expect(formsOf(told, PHRASES[before])).toContain(-1);
      expect(formsOf(next, PHRASES[after])).not.toContain(-1);
    }
  });

  it('takes no way again that was dismissed for what it is, with no other video and in no other language', async () => {
    const kinds: EngineRequest['kinds'] = ['IDEA'];
    const past = [
      earlier('“Another video”, told from the end', { status: 'DISMISSED', dismissReason: 'OFF_BRAND' }),
      earlier('Les coulisses de « Une autre »', { status: 'DISMISSED', dismissReason: 'TOO_HARD' }),
      // This is about the video.
      earlier('Part two of “Another video”', { status: 'DISMISSED', dismissReason: 'ALREADY_DONE' }),
    ];
    const titles = (await draftsOf({ kinds, evidence: simulatedPack(60, { past }) })).map(
      ({ title }) => title,
    );
    expect(titles).toHaveLength(10);
    expect(titles.filter((title) => /told from the end$|^Behind/.test(title))).toEqual([]);
    expect(titles.some((title) => title.startsWith('Part two of'))).toBe(true);
  });

  it('recommends no hashtag that goes along with fewer views, and none that is about nothing', async () => {
    const items = rich.items.map((item): EvidenceItem => {
      if (item.kind === 'VIDEO') return { ...item, hashtags: ['fyp', 'loser', ...item.hashtags] };
      if (item.kind !== 'STATISTIC' || item.topic !== 'HASHTAG' || item.verdict === 'HIGHER') return item;
      const estimate = { ...item.estimate, value: -0.2 };
      return { ...item, subject: 'loser', estimate };
    });
    const drafts = await draftsOf({ evidence: { ...rich, items } });
    const tags = drafts.flatMap(({ hashtags }) => hashtags.map(({ hashtag }) => hashtag));
    expect(tags).toContain('winner');
    expect(tags.filter((tag) => ['fyp', 'loser'].includes(tag))).toEqual([]);
    expect(drafts.filter(({ idea }) => idea.includes('#loser'))).toEqual([]);
  });

  it('sets other hashtags than it did before, as long as there are others', async () => {
    const [tag] = rich.items.filter((item) => item.kind === 'STATISTIC' && item.topic === 'HASHTAG');
    const others = ['bread', 'rope', 'sea', 'sail'].map((subject, index): EvidenceItem => ({
      ...(tag as EvidenceItem & { kind: 'STATISTIC' }),
      key: `X${String(index)}`,
      subject,
      verdict: 'NO_EVIDENCE_YET',
    }));
    const evidence = { ...rich, items: [...rich.items, ...others] };
    const asked = { kinds: ['HASHTAG_SET' as const], indices: [0] };
    const [first] = await draftsOf({ ...asked, evidence });
    const { items } = simulatedPack(60, {
      past: [earlier('A set', { kind: 'HASHTAG_SET', hashtags: first!.hashtags as object[] as never })],
    });
    const past = items.filter(({ kind }) => kind === 'PAST_RECOMMENDATION');
    const [next] = await draftsOf({
      ...asked,
      evidence: { ...evidence, items: [...evidence.items, ...past] },
    });
    const namesOf = ({ hashtags }: RecommendationDraft) => hashtags.map(({ hashtag }) => hashtag).sort();
    expect(namesOf(next!)).not.toEqual(namesOf(first!));
  });

  it('says that thin data are thin', async () => {
    for (const { idea } of await draftsOf({ evidence: thin })) expect(idea).toContain('The data are thin');
  });

  it('shows wishes, and keeps those it understands', async () => {
    for (const draft of await draftsOf({ tone: 'dry', constraints: ['no hashtags', 'film outdoors'] })) {
      expect(draft.idea).toContain('Keep the tone you asked for: dry.');
      expect(draft.idea).toContain('no hashtags; film outdoors');
      expect(draft.hashtags).toEqual([]);
      expect(draft.caption ?? '').not.toContain('#');
    }
  });

  it('writes French with French spacing', async () => {
    for (const { idea, title } of await draftsOf({ language: 'fr' })) {
      expect(`${title} ${idea}`).not.toMatch(/ [;:!?»]|« /);
      expect(idea).toMatch(/publi/);
    }
  });

  it('refuses a language it has no sentences for', async () => {
    await expect(run({ language: 'de' })).rejects.toThrow(ValidationError);
  });

  it('stops within a pause when it is aborted', async () => {
    const controller = new AbortController();
    const patient = createStatisticalEngine({ paceMs: 60_000 });
    const stream = patient.generate(request(), controller.signal)[Symbol.asyncIterator]();
    expect((await stream.next()).value).toMatchObject({ type: 'started' });
    const next = stream.next();
    controller.abort(new Error('cancelled'));
    await expect(next).rejects.toMatchObject({ name: 'AiAbortedError' });
  });
});
