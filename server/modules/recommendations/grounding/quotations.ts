import { readable } from './readable-text.ts';

const QUOTATION = /[“„"«‹「『]([^“”„"«»‹›「」『』\n]{1,400})[”“"»›」』]/gu;

/** What stands in quotation marks in a text; places are those of the words within. */
export function quotationsIn(text: string): { start: number; end: number; text: string }[] {
  return [...text.matchAll(QUOTATION)].map(({ index, 1: inner = '' }) => ({
    start: index + 1,
    end: index + 1 + inner.length,
    text: inner,
  }));
}

/**
 * The words of a title as a quotation has them: without hashtags, mentions, addresses, quotation marks and the
 * punctuation at its end, in lower case.
 */
export function wordsOf(title: string): string {
  return readable(title)
    .text.replaceAll(/(?:[#@]|https?:\/\/)\S+/gu, ' ')
    .replaceAll(/[«»“”„"‹›「」『』]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .replace(/[\s.,;:!?…–-]+$/u, '')
    .trim()
    .toLowerCase();
}
