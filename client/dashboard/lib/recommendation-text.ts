import type { EvidenceFieldsFragment, RecommendationFieldsFragment } from '../../sdk/index.ts';

/** Texts of a stored recommendation by field path, as its deltas would have written them. */
export function toTexts(recommendation: RecommendationFieldsFragment): Readonly<Record<string, string>> {
  const { title, idea, hook, caption, callToAction, script } = recommendation;
  const texts: Record<string, string | null> = { title, idea, hook, callToAction, caption };
  script.forEach(({ line, visual }, position) => {
    texts[`script[${String(position)}].line`] = line;
    texts[`script[${String(position)}].visual`] = visual;
  });
  return Object.fromEntries(
    Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

/** A part of a text, and the evidence that it rests on, if any. */
export interface TextPart {
  readonly text: string;
  readonly evidenceKeys: readonly string[];
}

/** Cuts a text at the quotes in it, in order; quotes that overlap an earlier one are left out. */
export function splitAtQuotes(
  text: string,
  quotes: readonly { readonly quote: string; readonly evidenceKey: string }[],
): TextPart[] {
  const marks = new Map<string, { start: number; end: number; keys: string[] }>();
  for (const { quote, evidenceKey } of quotes) {
    const start = quote === '' ? -1 : text.indexOf(quote);
    if (start === -1) continue;
    const mark = marks.get(quote) ?? { start, end: start + quote.length, keys: [] };
    if (!mark.keys.includes(evidenceKey)) mark.keys.push(evidenceKey);
    marks.set(quote, mark);
  }
  const parts: TextPart[] = [];
  let at = 0;
  for (const { start, end, keys } of [...marks.values()].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < at) continue;
    if (start > at) parts.push({ text: text.slice(at, start), evidenceKeys: [] });
    parts.push({ text: text.slice(start, end), evidenceKeys: keys });
    at = end;
  }
  if (at < text.length) parts.push({ text: text.slice(at), evidenceKeys: [] });
  return parts;
}

/** A list's entries, by position: `script[1].line` is `{ line }` at 1. */
export function groupEntries(
  texts: Readonly<Record<string, string>>,
  list: string,
): Readonly<Record<string, string>>[] {
  const entries: (Record<string, string> | undefined)[] = [];
  for (const [path, text] of Object.entries(texts)) {
    const match = /^(\w+)\[(\d+)\](?:\.(\w+))?$/.exec(path);
    if (match?.[1] !== list) continue;
    const position = Number(match[2]);
    entries[position] = { ...entries[position], [match[3] ?? 'value']: text };
  }
  // Entries that were not begun yet leave holes.
  return Array.from(entries, (entry) => entry ?? {});
}

/** Shorter names could be found anywhere by chance; UTF-16 code units. */
const SHORTEST_NAME = 4;

/**
 * Keys of the evidence that a text names: a video by its title, a statistic by its hashtag, hours or format. For text
 * that is still growing; once it is complete, its citations say so exactly.
 */
export function findNamed(
  texts: Readonly<Record<string, string>>,
  evidence: readonly EvidenceFieldsFragment[],
): string[] {
  const whole = Object.values(texts).join('\n').toLowerCase();
  return evidence.flatMap((item) => {
    const name = nameOf(item).toLowerCase();
    return name.length >= SHORTEST_NAME && whole.includes(name) ? [item.key] : [];
  });
}

function nameOf(item: EvidenceFieldsFragment): string {
  switch (item.__typename) {
    case 'VideoEvidence':
      // Captions end with hashtags, which a text leaves out.
      return (item.video?.title ?? '').replace(/\s*#.*$/s, '');
    case 'StatisticEvidence': {
      const subject = item.subject ?? '';
      return item.topic === 'HASHTAG' ? `#${subject.replace(/^#/, '')}` : subject;
    }
    case 'TrendEvidence':
      return item.trend?.kind === 'HASHTAG' ? `#${item.trend.name}` : (item.trend?.name ?? '');
    case 'PastRecommendationEvidence':
      return item.recommendation?.title ?? '';
    // Known by no name; and kinds that are newer than this page.
    default:
      return '';
  }
}
