/** Frequent short words that are not words of the other language. */
const WORDS: Record<'en' | 'fr', ReadonlySet<string>> = {
  en: new Set(
    'the and you for this that with my your is are it to of in how what when why we they from do not have was be'.split(
      ' ',
    ),
  ),
  fr: new Set(
    'le la les des une et vous pour ce cette avec mon ton votre est sont du dans comment quoi quand pourquoi nous ils pas que qui je tu sur au aux mes'.split(
      ' ',
    ),
  ),
};

/** The language most captions seem to be written in, by their stop words; English where neither shows. */
export function guessLanguage(captions: readonly string[]): 'en' | 'fr' {
  const count = { en: 0, fr: 0 };
  for (const caption of captions) {
    for (const [word] of caption
      .toLowerCase()
      .replaceAll(/[#@]\S+/g, ' ')
      .matchAll(/\p{L}+/gu)) {
      if (WORDS.en.has(word)) count.en++;
      if (WORDS.fr.has(word)) count.fr++;
    }
  }
  return count.fr > count.en ? 'fr' : 'en';
}
