import { franc } from 'franc-min';

/** Of less text the guess is often wrong. */
const MIN_LENGTH = 100;

/**
 * The language most captions seem to be written in, as BCP 47, by their trigrams (franc, of 82 languages); English where
 * they say too little.
 *
 * @param captions the first 2,000 characters count.
 */
export function guessLanguage(captions: readonly string[]): string {
  const text = captions
    .map((caption) => caption.replaceAll(/(?:[#＃@]|https?:\/\/)\S+/gu, ' ').trim())
    .filter((caption) => caption !== '')
    .join('. ');
  const guess = franc(text, { minLength: MIN_LENGTH });
  // ISO 639-3; the canonical tag is the shorter one where there is one: deu is de.
  return guess === 'und' ? 'en' : new Intl.Locale(guess).language;
}
