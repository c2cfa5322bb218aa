import { tokenOf } from './number-token.ts';
import type { NumberToken } from './number-token.ts';

const ISO = /(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?!\d)/uy;
const NUMERIC =
  /(?<first>\d{1,2})(?<mark>[/.])(?<second>\d{1,2})(?:\k<mark>(?<year>\d{4}|\d{2}))?(?![\d%])/uy;
const YEAR = '(?:,? (?:de |del )?(?<year>(?:19|20)\\d{2})(?![\\d-]))?';

interface MonthPatterns {
  dayFirst: RegExp;
  monthBefore: RegExp;
  months: ReadonlyMap<string, number>;
}

const patternsOf = new Map<string, MonthPatterns>();

/** The date that begins at a place of a text; null where none does. `25/11` is read both ways. */
export function readDate(text: string, at: number, language: string): NumberToken | null {
  const iso = matchAt(ISO, text, at)?.groups;
  if (iso) return dateToken(at, at + 10, [dateOf(iso['day'], iso['month'], iso['year'])]);
  const numeric = matchAt(NUMERIC, text, at);
  // With a point in between it is a date only where a year or another point follows: `8.4` is a number.
  if (numeric?.groups && (numeric.groups['mark'] === '/' || numeric.groups['year'] !== undefined)) {
    const { first, second, year } = numeric.groups;
    const dates = [dateOf(first, second, year), dateOf(second, first, year)].filter(isDate);
    if (dates.length > 0) return dateToken(at, at + numeric[0].length, dates);
  }
  const { dayFirst, monthBefore, months } = monthPatterns(language);
  const named = matchAt(dayFirst, text, at);
  if (named?.groups) {
    const { day, month = '', year } = named.groups;
    return dateToken(at, at + named[0].length, [dateOf(day, String(months.get(plain(month))), year)]);
  }
  const before = monthBefore.exec(text.slice(0, at));
  const after = before === null ? null : matchAt(AFTER_MONTH, text, at);
  if (before?.groups === undefined || after?.groups === undefined) return null;
  const month = String(months.get(plain(before.groups['month'] ?? '')));
  return dateToken(before.index, at + after[0].length, [
    dateOf(after.groups['day'], month, after.groups['year']),
  ]);
}

const AFTER_MONTH = new RegExp(`(?<day>\\d{1,2})(?:st|nd|rd|th)?(?![\\d%\\p{L}])${YEAR}`, 'iuy');

/** Names of months in the language and in English, long and short. */
function monthPatterns(language: string): MonthPatterns {
  const known = patternsOf.get(language);
  if (known !== undefined) return known;
  const months = new Map<string, number>();
  for (const locale of [language, 'en']) {
    for (const style of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: style, timeZone: 'UTC' });
      for (let month = 0; month < 12; month += 1) {
        const parts = format.formatToParts(Date.UTC(2026, month, 1));
        const name = parts.find(({ type }) => type === 'month')?.value ?? '';
        if (/\p{L}/u.test(name)) months.set(plain(name), month + 1);
      }
    }
  }
  const names = [...months.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replaceAll('.', '\\.'))
    .join('|');
  const patterns = {
    dayFirst: new RegExp(
      `(?<day>\\d{1,2})(?:\\.|st|nd|rd|th|er)? (?:de |of )?(?<month>${names})(?![\\p{L}\\p{M}])(?:\\.(?= \\d))?${YEAR}`,
      'iuy',
    ),
    monthBefore: new RegExp(`(?<![\\p{L}\\p{M}])(?<month>${names})\\.? (?:the )?$`, 'iu'),
    months,
  };
  patternsOf.set(language, patterns);
  return patterns;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

type Day = NumberToken['dates'][number];

function dateOf(day = '', month = '', year?: string): Day {
  const full = year === undefined ? null : Number(year) + (year.length === 2 ? 2000 : 0);
  return { year: full, month: Number(month), day: Number(day) };
}

function isDate({ month, day }: Day): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function dateToken(start: number, end: number, dates: Day[]): NumberToken {
  return tokenOf(start, end, 'DATE', { dates });
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
