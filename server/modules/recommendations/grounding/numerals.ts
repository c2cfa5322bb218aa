import { wholeNumber } from './number-token.ts';
import type { Reading } from './number-token.ts';

/** Digits with what may stand between them: a group of three after a space, else marks. */
export const NUMERAL = "(?:\\d{1,3}(?: \\d{3})+(?![\\d])(?:[.,]\\d+)?|\\d+(?:[.,'’·٫٬]\\d+)*)";

/**
 * What a numeral may say in a language: `1.234` is a thousand in German and one in English. A mark that the language
 * uses for neither is read both ways. Empty where it is no number, such as `1,2,3`.
 */
export function readNumeral(numeral: string, language: string): Reading[] {
  const marked = numeral.replaceAll(/[ '’٬]/g, '');
  const marks = [...marked].filter((character) => !/\d/.test(character));
  if (marks.length === 0) return [wholeNumber(Number(marked))];
  const last = marks.at(-1)!;
  const parts = marked.split(/[.,·٫]/);
  if (marks.some((mark) => mark !== last)) {
    // `1.234,5`: the last mark is the decimal one, and the others part groups.
    const groups = parts.slice(0, -1);
    const isSound = marks.filter((mark) => mark === last).length === 1 && areGroups(groups);
    return isSound ? [decimal(groups.join(''), parts.at(-1)!)] : [];
  }
  if (marks.length > 1) return areGroups(parts) ? [wholeNumber(Number(parts.join('')))] : [];
  const [whole = '', fraction = ''] = parts;
  const { decimalMark, groupMark } = marksOf(language);
  const mayGroup = areGroups(parts) && (last === '.' || last === ',') && !numeral.includes(' ');
  const readings: Reading[] = [];
  if (!mayGroup || last !== groupMark) readings.push(decimal(whole, fraction));
  if (mayGroup && last !== decimalMark) readings.push(wholeNumber(Number(whole + fraction)));
  return readings;
}

function decimal(whole: string, fraction: string): Reading {
  return {
    value: Number(`${whole}.${fraction}`),
    scale: 1,
    step: 10 ** -fraction.length,
    significant: null,
  };
}

/** Groups of three, or of two before the last as in India. */
function areGroups(parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const final = rest.at(-1);
  return (
    /^[1-9]\d{0,2}$/.test(first) &&
    final?.length === 3 &&
    (rest.every(({ length }) => length === 3) || rest.slice(0, -1).every(({ length }) => length === 2))
  );
}

interface Marks {
  decimalMark: string;
  groupMark: string;
}

const marksByLanguage = new Map<string, Marks>();

function marksOf(language: string): Marks {
  const known = marksByLanguage.get(language);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat(language, { numberingSystem: 'latn' });
  const parts = format.formatToParts(12_345_678.9);
  const mark = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const marks = { decimalMark: mark('decimal'), groupMark: mark('group') };
  marksByLanguage.set(language, marks);
  return marks;
}
