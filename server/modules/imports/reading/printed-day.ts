import { monthOf } from './month-names.ts';

/** A calendar day as a file prints it. */
export interface PrintedDay {
  /** Null where it prints none, as Studio does. */
  year: number | null;
  /** 1–12. */
  month: number;
  day: number;
}

const ISO = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
/** 9月13日, 2026年9月13日, 9월 13일. */
const EAST_ASIAN = /^(?:(\d{4}) ?[年년] ?)?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日号號일]?$/;
/** 18 tháng Tám, ngày 18 tháng 8 năm 2026. */
const VIETNAMESE = /^(?:ngày )?(\d{1,2}) tháng (\d{1,2}|\p{L}+(?: \p{L}+)?)(?:(?: năm|,) (\d{4}))?$/u;
const VIETNAMESE_MONTHS = [
  ['một', 'giêng'],
  ['hai'],
  ['ba'],
  ['tư', 'bốn'],
  ['năm'],
  ['sáu'],
  ['bảy', 'bẩy'],
  ['tám'],
  ['chín'],
  ['mười'],
  ['mười một'],
  ['mười hai', 'chạp'],
];
/** Every number of a day with a month's name: the day, perhaps as an ordinal, and perhaps a year. */
const NUMBER = /(?<![\p{L}\d])\d+(?:st|nd|rd|th|er|ère|[ºª°])?(?![\p{L}\d])/gu;

/**
 * Reads a day in any language TikTok is known or expected to print: "February 28", "28 May", "8 de marzo", "1 мая",
 * "18 tháng Tám", "9月13日", "2025/10/31", "2025-10-31", with or without a year. Null where it is none, and where it can
 * be read in two ways: "5/6" is the fifth of June to some and the sixth of May to others.
 */
export function readPrintedDay(text: string): PrintedDay | null {
  const day = parse(withLatinDigits(text.trim()).replace(/\s+/g, ' '));
  return day !== null && exists(day) ? day : null;
}

function parse(text: string): PrintedDay | null {
  const iso = ISO.exec(text);
  if (iso !== null) return { year: Number(iso[1]), month: Number(iso[3]), day: Number(iso[4]) };
  const eastAsian = EAST_ASIAN.exec(text);
  if (eastAsian !== null) {
    return { year: yearOf(eastAsian[1]), month: Number(eastAsian[2]), day: Number(eastAsian[3]) };
  }
  const vietnamese = VIETNAMESE.exec(text.normalize('NFC').toLowerCase());
  if (vietnamese !== null) {
    const month = vietnameseMonth(vietnamese[2]!);
    return month === null ? null : { year: yearOf(vietnamese[3]), month, day: Number(vietnamese[1]) };
  }
  return parseNamedMonth(text);
}

function parseNamedMonth(text: string): PrintedDay | null {
  const numbers = [...text.matchAll(NUMBER)].map(([number]) => number);
  const days = numbers.filter((number) => /^\d{1,2}(?!\d)/.test(number));
  const years = numbers.filter((number) => /^\d{4}$/.test(number));
  if (days.length !== 1 || years.length > 1 || days.length + years.length !== numbers.length) return null;
  const month = monthOf(text.replace(NUMBER, ' '));
  return month === null ? null : { year: yearOf(years[0]), month, day: parseInt(days[0]!, 10) };
}

function vietnameseMonth(text: string): number | null {
  if (/^\d/.test(text)) return Number(text);
  const index = VIETNAMESE_MONTHS.findIndex((names) => names.includes(text));
  return index === -1 ? null : index + 1;
}

function yearOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

/** Digits of every script as 0–9: Unicode keeps each script's ten in a row, starting at its zero. */
function withLatinDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    let zero = digit.codePointAt(0)!;
    if (zero < 128) return digit;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && digit.codePointAt(0)! - zero < 9) zero -= 1;
    return String(digit.codePointAt(0)! - zero);
  });
}

/** 29 February exists where no year says otherwise. */
function exists({ year, month, day }: PrintedDay): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year ?? 2000, month);
}

function daysOfMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
