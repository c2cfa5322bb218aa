/** What a person typed into the search field, as the API takes it: words for the caption, `#words` for hashtags. */
export function parseSearch(text: string): { search?: string; hashtags?: string[] } {
  const terms = text.split(/\s+/).filter((term) => term !== '' && term !== '#');
  const hashtags = terms.filter((term) => term.startsWith('#')).map((term) => term.slice(1).toLowerCase());
  const search = terms
    .filter((term) => !term.startsWith('#'))
    .join(' ')
    .slice(0, 100);
  return {
    ...(search === '' ? {} : { search }),
    ...(hashtags.length === 0 ? {} : { hashtags }),
  };
}
