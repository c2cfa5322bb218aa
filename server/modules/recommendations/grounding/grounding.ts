import type { EngineRequest, EvidenceItem, RecommendationDraft } from '../engine.ts';
import { placesOf, textsOf } from './draft-texts.ts';
import type { DraftText } from './draft-texts.ts';
import { isExempt, isKnownHashtag, isNamedBy, surroundingsOf } from './exemptions.ts';
import type { Surroundings } from './exemptions.ts';
import { figureSaid } from './figure-match.ts';
import { figuresOf } from './figures.ts';
import { flawsInMarkup } from './markup.ts';
import type { NumberToken } from './number-token.ts';
import { numbersIn, sentenceAround } from './numbers.ts';
import { readable } from './readable-text.ts';
import type { ReadableText } from './readable-text.ts';
import { ESTIMATE } from './vocabulary.ts';

type Citation = RecommendationDraft['citations'][number];

/** A text with its numbers, and the citations whose words are in it. */
interface ReadText extends DraftText {
  readable: ReadableText;
  tokens: NumberToken[];
  citations: { citation: Citation; item: EvidenceItem; places: { start: number; end: number }[] }[];
}

/** What a check found. */
export interface Grounding {
  /** Why the draft does not rest on the evidence, in English sentences; empty where it does. */
  flaws: string[];
  /** The draft with the citations that can be shown, each with the evidence's own figure. */
  draft: RecommendationDraft;
}

const ESTIMATED = new RegExp(`(?<![\\p{L}\\p{M}])${ESTIMATE}`, 'iu');
const MOST_FLAWS = 8;

/**
 * Checks that a draft rests on the evidence of its request, as docs/GROUNDING.md has it: it cites what exists, in words
 * that are in it, and every number of its texts is a figure of what is cited for it, or marked as an estimate, or none
 * that says how the account does.
 */
export function ground(draft: RecommendationDraft, request: EngineRequest): Grounding {
  const items = new Map(request.evidence.items.map((item) => [item.key, item]));
  const around = surroundingsOf(request, draft);
  const texts = textsOf(draft).map((text) => readText(text, draft.citations, items, request.language));
  const flaws = [
    ...flawsInCitations(draft.citations, items, texts),
    ...texts.flatMap((text) => [
      ...flawsInMarkup(text, request),
      ...text.tokens
        .filter((token) => !isSupported(text, token, around))
        .map(
          (token) =>
            `${text.path} says “${wordsAt(text, token)}”, which no evidence cited for these words holds.`,
        ),
    ]),
    ...draft.hashtags
      .filter(({ hashtag }) => /\p{N}/u.test(hashtag) && !isKnownHashtag(hashtag, around))
      .map(({ hashtag }) => `hashtags holds a number that is in no hashtag of the evidence: “${hashtag}”.`),
  ];
  const citations = texts.flatMap((text) => text.citations.flatMap((cited) => citationsShown(text, cited)));
  return { flaws: [...new Set(flaws)].slice(0, MOST_FLAWS), draft: { ...draft, citations } };
}

function readText(
  { path, text }: DraftText,
  citations: readonly Citation[],
  items: ReadonlyMap<string, EvidenceItem>,
  language: string,
): ReadText {
  const read = readable(text);
  return {
    path,
    text,
    readable: read,
    tokens: numbersIn(read.text, language),
    citations: citations.flatMap((citation) => {
      const item = items.get(citation.evidenceKey);
      const places = citation.path === path ? placesOf(text, citation.quote) : [];
      return item === undefined || places.length === 0 ? [] : [{ citation, item, places }];
    }),
  };
}

function flawsInCitations(
  citations: readonly Citation[],
  items: ReadonlyMap<string, EvidenceItem>,
  texts: readonly ReadText[],
): string[] {
  if (citations.length === 0) return ['It cites no evidence.'];
  const flaws: string[] = [];
  for (const { evidenceKey, figure, basis } of citations) {
    const item = items.get(evidenceKey);
    if (item === undefined) flaws.push('It cites evidence that does not exist.');
    else if (figure !== null && basis === 'STORED' && !hasFigure(item, figure)) {
      flaws.push('It cites a figure that is not in the evidence.');
    }
  }
  if (texts.every((text) => text.citations.length === 0)) {
    flaws.push('Its citations quote words that are not in it.');
  }
  return flaws;
}

function isSupported(text: ReadText, token: NumberToken, around: Surroundings): boolean {
  const { text: words } = text.readable;
  if (isExempt(words, token, around)) return true;
  return coveringOf(text, token).some(({ citation, item }) =>
    citation.basis === 'STORED'
      ? figureSaid(words, token, item) !== null || isNamedBy(words, token, item, around)
      : ESTIMATED.test(sentenceAround(words, token)),
  );
}

/** The citations that quote all of a number. */
function coveringOf(
  { readable: { origin }, citations }: ReadText,
  token: NumberToken,
): ReadText['citations'] {
  const { start, end } = origin(token);
  return citations.filter(({ places }) => places.some((place) => place.start <= start && end <= place.end));
}

/** A citation with the evidence's own figure; one for each figure where its words hold several. */
function citationsShown(text: ReadText, cited: ReadText['citations'][number]): Citation[] {
  const { citation, item } = cited;
  const figures = text.tokens
    .filter((token) => coveringOf(text, token).includes(cited))
    .flatMap((token) =>
      citation.basis === 'STORED' ? (figureSaid(text.readable.text, token, item) ?? []) : estimateOf(token),
    );
  const distinct = [...new Set(figures)];
  return distinct.length === 0
    ? [{ ...citation, figure: null }]
    : distinct.map((figure) => ({ ...citation, figure }));
}

function estimateOf({ readings: [reading], sign }: NumberToken): number[] {
  if (reading === undefined) return [];
  return [Number((reading.value * reading.scale * (sign === '-' ? -1 : 1)).toPrecision(15))];
}

function wordsAt({ text, readable: { origin } }: ReadText, token: NumberToken): string {
  const { start, end } = origin(token);
  return text.slice(start, Math.min(end, start + 60));
}

function hasFigure(item: EvidenceItem, figure: number): boolean {
  return Object.values(figuresOf(item)).some((stored) => isFigure(figure, stored));
}

/** Whether `figure` says `stored`: as it is, as a percentage of a fraction, or rounded. */
function isFigure(figure: number, stored: number): boolean {
  return isRounding(figure, stored) || (Math.abs(stored) <= 1 && isRounding(figure, stored * 100));
}

/** Two significant digits at least: 12,000 says 12,345; 10,000 does not, and 3 does not say 2.6. */
function isRounding(figure: number, stored: number): boolean {
  if (figure === stored) return true;
  // 15 digits are all a double holds, and take away what a multiplication by 100 may have added.
  for (let digits = 2; digits <= 15; digits += 1) {
    if (Number(stored.toPrecision(digits)) === figure) return true;
  }
  return false;
}
