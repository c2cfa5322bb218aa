import type { RecommendationDraft } from '../engine.ts';
import { textsOf } from '../grounding/draft-texts.ts';

/** So many words in a row are no coincidence. */
const STRETCH = 8;
/** Characters that hold a stretch of words that begins before the newest ones. */
const OVERLAP = 200;

/**
 * Finds instructions that a model repeats: eight of their words in a row, whatever their case and punctuation, also
 * across fields. What is translated or encoded is not found.
 */
export interface LeakGuard {
  /** Takes note of more text of a recommendation. False from the piece on that completes a stretch. */
  mayPass(index: number, text: string): boolean;
  /** Whether a whole recommendation, or what was heard of it, repeats the instructions. */
  hasLeaked(index: number, draft: RecommendationDraft): boolean;
}

export function createLeakGuard(instructions: string): LeakGuard {
  const known = new Set(stretchesOf(instructions));
  const tails = new Map<number, string>();
  const leaked = new Set<number>();
  const isLeak = (text: string): boolean => stretchesOf(text).some((stretch) => known.has(stretch));
  return {
    mayPass(index, text) {
      if (leaked.has(index)) return false;
      const heard = `${tails.get(index) ?? ''}${text}`;
      tails.set(index, heard.slice(-OVERLAP));
      if (isLeak(heard)) leaked.add(index);
      return !leaked.has(index);
    },
    hasLeaked(index, draft) {
      const { hashtags, citations } = draft;
      return (
        leaked.has(index) ||
        [
          textsOf(draft).map(({ text }) => text),
          hashtags.map(({ hashtag }) => hashtag),
          citations.map(({ quote }) => quote),
        ].some((texts) => isLeak(texts.join(' ')))
      );
    },
  };
}

function stretchesOf(text: string): string[] {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/\p{Cf}/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(STRETCH - 1).map((_, place) => words.slice(place, place + STRETCH).join(' '));
}
