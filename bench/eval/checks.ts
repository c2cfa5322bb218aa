import { franc } from 'franc-min';
import type {
  EngineEvent,
  EngineRequest,
  RecommendationDraft,
} from '../../server/modules/recommendations/engine.ts';
import { textsOf } from '../../server/modules/recommendations/grounding/draft-texts.ts';
import { ground } from '../../server/modules/recommendations/grounding/grounding.ts';

/** What became of one run. */
export interface Written {
  request: EngineRequest;
  drafts: RecommendationDraft[];
  /** Indices that were right at the first try. */
  atOnce: number;
  dropped: Extract<EngineEvent, { type: 'dropped' }>[];
  inputTokens: number;
  outputTokens: number;
  seconds: number;
}

/** Gathers what an engine tells. */
export async function collect(request: EngineRequest, events: AsyncIterable<EngineEvent>): Promise<Written> {
  const begun = performance.now();
  const starts = new Map<number, number>();
  const written: Written = {
    request,
    drafts: [],
    atOnce: 0,
    dropped: [],
    inputTokens: 0,
    outputTokens: 0,
    seconds: 0,
  };
  for await (const event of events) {
    if (event.type === 'started') starts.set(event.index, (starts.get(event.index) ?? 0) + 1);
    else if (event.type === 'completed') {
      written.drafts.push(event.draft);
      if (starts.get(event.index) === 1) written.atOnce += 1;
    } else if (event.type === 'dropped') written.dropped.push(event);
    else if (event.type === 'usage') {
      written.inputTokens = event.usage.inputTokens;
      written.outputTokens = event.usage.outputTokens;
    }
  }
  return { ...written, seconds: (performance.now() - begun) / 1_000 };
}

/** Citations of evidence that is there, in words that are there, over all. */
export function soundCitations({ request, drafts }: Written): { sound: number; all: number } {
  const keys = new Set(request.evidence.items.map(({ key }) => key));
  const citations = drafts.flatMap((draft) => {
    const texts = new Map(textsOf(draft).map(({ path, text }) => [path, text]));
    return draft.citations.map(
      ({ path, quote, evidenceKey }) => keys.has(evidenceKey) && texts.get(path)?.includes(quote) === true,
    );
  });
  return { sound: citations.filter(Boolean).length, all: citations.length };
}

/** Drafts that hold a number without evidence, in the words of the check. */
export function ungrounded({ request, drafts }: Written): string[] {
  return drafts.flatMap((draft) => ground(draft, request).flaws);
}

/** Evidence that allows a claim: a verdict, a trend that explodes, a video far above the usual. */
export function decisiveKeys({ evidence }: EngineRequest): string[] {
  return evidence.items
    .filter(
      (item) =>
        (item.kind === 'STATISTIC' && item.verdict !== 'NO_EVIDENCE_YET') ||
        (item.kind === 'TREND' && item.stage === 'EXPLODING') ||
        (item.kind === 'VIDEO' && (item.outlier?.multipleOfMedian ?? 0) >= 2),
    )
    .map(({ key }) => key);
}

/** How alike two sets are: the share they have in common (Jaccard 1912, doi:10.1111/j.1469-8137.1912.tb05611.x), 0 to 1. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}

/** Of two recommendations of one kind in the run, the most alike. */
export function mostAlike({ drafts }: Written): number {
  return Math.max(
    0,
    ...drafts.flatMap((one, index) =>
      drafts
        .slice(index + 1)
        .filter(({ kind }) => kind === one.kind)
        .map((other) => likeness(substanceOf(one), substanceOf(other))),
    ),
  );
}

/** Of the run's titles and those recommended before, the two most alike. */
export function mostRepeated({ request, drafts }: Written): number {
  const before = request.evidence.items.flatMap((item) =>
    item.kind === 'PAST_RECOMMENDATION' ? [item.title] : [],
  );
  return Math.max(
    0,
    ...drafts.flatMap(({ title }) => before.map((other) => likeness(wordsOf(title), wordsOf(other)))),
  );
}

/** Recommendations that are written in another language than asked for, as far as trigrams tell (franc). */
export function inOtherLanguage({ request, drafts }: Written): string[] {
  const wanted = new Intl.Locale(request.language).language;
  return drafts.flatMap((draft) => {
    const text = textsOf(draft)
      .map((each) => each.text)
      .join(' ')
      .replaceAll(/#\S+|“[^”]*”|«[^»]*»|„[^“]*“/gu, ' ');
    const guess = franc(text, { minLength: 100 });
    return guess === 'und' || new Intl.Locale(guess).language === wanted ? [] : [guess];
  });
}

/** What a recommendation comes down to: the times of a posting plan, the tags of a set, else its words. */
function substanceOf(draft: RecommendationDraft): Set<string> {
  switch (draft.kind) {
    case 'POSTING_SLOT':
      return new Set(draft.postAt.map(({ at }) => at));
    case 'HASHTAG_SET':
      return new Set(draft.hashtags.map(({ hashtag }) => hashtag));
    case 'IDEA':
    case 'SCRIPT':
    case 'FORMAT_CHANGE': {
      const { title, idea, hook, script } = draft;
      return wordsOf([title, idea, hook ?? '', ...script.map(({ line }) => line)].join(' '));
    }
  }
}

/** Words of four letters and more. */
function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{L}{4,}/gu) ?? []);
}
