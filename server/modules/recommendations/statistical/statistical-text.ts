import type { Phrases } from './statistical-phrases.ts';
import { ENGLISH } from './statistical-text.en.ts';
import { FRENCH } from './statistical-text.fr.ts';

export const ALL_PHRASES: readonly Phrases[] = [ENGLISH, FRENCH];

/** The phrases of a BCP 47 language; undefined where the engine has none. */
export function phrasesOf(language: string): Phrases | undefined {
  switch (new Intl.Locale(language).language) {
    case 'en':
      return ENGLISH;
    case 'fr':
      return FRENCH;
    default:
      return undefined;
  }
}
