/**
 * The languages of TikTok's web pages whose months have names. Months that are numbers (Chinese, Japanese, Korean) and
 * Vietnamese ones are read by `printed-day.ts`.
 */
const LANGUAGES = (
  'en-US en-GB ar bg bn ca cs da de el es et fa fi fil fr he hi hr hu id it jv km lt lv ms my nb nl pl pt pt-PT ro ru ' +
  'sk sl sr sv sw ta te th tr uk ur uz zu'
).split(' ');

const FORMATS: Intl.DateTimeFormatOptions[] = [
  { day: 'numeric', month: 'long' },
  { day: 'numeric', month: 'long', year: 'numeric' },
  { day: 'numeric', month: 'short' },
  { day: 'numeric', month: 'short', year: 'numeric' },
  { month: 'long' },
];

const DAY = 23;
const YEAR = 2019;
/** Two languages mean different months by it. */
const AMBIGUOUS = 0;

/** By words, and by words with the point that some languages set after the day. */
let months: { byWords: Map<string, number>; byPoint: Map<string, number> } | undefined;

/**
 * The month, 1–12, that a printed day names, `text` being what is left of it without its numbers, in any of the
 * languages that were seen or are to be expected, in full or shortened ("marzo", " de marzo", ". März", "мая", "Dec-").
 * "listopada" is November in Polish and October in Croatian, which writes the day with a point. Null where no language
 * knows the month or languages disagree.
 */
export function monthOf(text: string): number | null {
  months ??= collectMonths();
  const words = wordsOf(text);
  const month = months.byWords.get(words);
  const unambiguous = month === AMBIGUOUS ? months.byPoint.get(withPoint(text, words)) : month;
  return unambiguous === undefined || unambiguous === AMBIGUOUS ? null : unambiguous;
}

/** From ICU's data, which is where web pages take theirs from. */
function collectMonths(): NonNullable<typeof months> {
  const byWords = new Map<string, number>();
  const byPoint = new Map<string, number>();
  for (const language of LANGUAGES) {
    for (const format of FORMATS) {
      const formatter = new Intl.DateTimeFormat(language, {
        ...format,
        timeZone: 'UTC',
        calendar: 'gregory',
        numberingSystem: 'latn',
      });
      for (let month = 1; month <= 12; month += 1) {
        const printed = formatter.format(new Date(Date.UTC(YEAR, month - 1, DAY)));
        const text = printed.replace(String(DAY), ' ').replace(String(YEAR), ' ');
        const words = wordsOf(text);
        // A number that is left is the month's.
        if (words === '' || /\d/.test(words)) continue;
        add(byWords, words, month);
        add(byPoint, withPoint(text, words), month);
      }
    }
  }
  return { byWords, byPoint };
}

function add(found: Map<string, number>, key: string, month: number): void {
  const before = found.get(key);
  found.set(key, before === undefined || before === month ? month : AMBIGUOUS);
}

/** Lower case, letters alone, one space between words. */
function wordsOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\d]+/gu, ' ')
    .trim();
}

function withPoint(text: string, words: string): string {
  return text.trimStart().startsWith('.') ? `. ${words}` : words;
}
