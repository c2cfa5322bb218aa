import type { RecommendationDraft } from '../engine.ts';

/** A text that a reader reads, and where it is: a path as in deltas. */
export interface DraftText {
  path: string;
  text: string;
}

export const TEXT_FIELDS = ['title', 'idea', 'hook', 'callToAction', 'caption'] as const;
export const SCRIPT_PATH = /^script\[(\d+)\]\.(line|visual)$/;

type Texts = Pick<RecommendationDraft, (typeof TEXT_FIELDS)[number] | 'script'>;

/** Every text of a draft. */
export function textsOf(draft: Texts): DraftText[] {
  return [
    ...TEXT_FIELDS.map((path) => ({ path, text: draft[path] })),
    ...draft.script.flatMap(({ line, visual }, beat) => [
      { path: `script[${String(beat)}].line`, text: line },
      { path: `script[${String(beat)}].visual`, text: visual },
    ]),
  ].filter((entry): entry is DraftText => entry.text !== null);
}

/** Where the quoted words of a citation stand in a text: every time they occur. */
export function placesOf(text: string, quote: string): { start: number; end: number }[] {
  const places: { start: number; end: number }[] = [];
  if (quote === '') return places;
  for (let start = text.indexOf(quote); start !== -1; start = text.indexOf(quote, start + 1)) {
    places.push({ start, end: start + quote.length });
  }
  return places;
}
