import { readDate } from './dates.ts';
import { spelledNumbersIn } from './number-words.ts';
import { tokenOf, wholeNumber } from './number-token.ts';
import type { NumberToken, NumberUnit, Reading } from './number-token.ts';
import { NUMERAL, readNumeral } from './numerals.ts';
import * as vocabulary from './vocabulary.ts';

/** Scripts that set no spaces between words, so that a letter before a digit belongs to another one. */
const UNSPACED = '\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Thai}';
const LETTER = `(?:(?![${UNSPACED}])[\\p{L}\\p{M}])`;

const HASHTAG = /#(?=[\p{L}\p{M}_]*\p{N})[\p{L}\p{M}\p{N}_]+/uy;
const TECHNICAL = sticky(`(?<![\\p{L}\\d.,:/])${vocabulary.TECHNICAL}(?![\\p{L}\\d:/])`);
const CLOCK = [
  sticky(
    '(?<hour>[01]?\\d|2[0-4])(?::| ?[hH] ?)(?<minute>[0-5]\\d)(?! ?%)(?![\\d:])(?: ?(?<half>[ap]\\.? ?m)\\b\\.?)?',
  ),
  sticky('(?<hour>1[0-2]|0?\\d)(?:\\.(?<minute>[0-5]\\d))? ?(?<half>[ap]\\.? ?m)\\b\\.?'),
  sticky(
    "(?<hour>[01]?\\d|2[0-4])(?:\\.(?<minute>[0-5]\\d))? ?(?:[hH]|Uhr|heures|o[’']clock)(?![\\p{L}\\d])",
  ),
];
/** A word with digits, also where a hyphen joins them: `iPhone15`, `WD-40`. */
const NAME = sticky(`${LETTER}+[-‐‑]?\\d[\\p{L}\\p{M}\\d]*`);
const FRACTION = sticky('\\d+ ?[/⁄] ?\\d+');
const NUMBER = sticky(`(?:(?<![\\p{L}\\d])[.,])?${NUMERAL}`);
const ORDINAL = sticky('(?:st|nd|rd|th|er|re|ère|e|ème|eme|è|o|a)(?![\\p{L}\\d])');
const GLUED = sticky(LETTER);
const PERCENT = sticky(` ?-?${vocabulary.PERCENT}`);
const TIMES = sticky(` ?-?${vocabulary.TIMES}(?! +${vocabulary.EVERY})`);
const MAGNITUDES = [
  ...vocabulary.SHORT_MAGNITUDES.map(
    ([pattern, power]) => [new RegExp(` ?${pattern}(?!-)`, 'uy'), power] as const,
  ),
  ...vocabulary.MAGNITUDES.map(([pattern, power]) => [sticky(` ?${pattern}`), power] as const),
];
const PERIODS: readonly (readonly [RegExp, NumberUnit, number])[] = [
  [sticky(`[ -]?${vocabulary.SECONDS}`), 'SECONDS', 1],
  [sticky(`[ -]?${vocabulary.MINUTES}`), 'SECONDS', 60],
  [sticky(`[ -]?${vocabulary.HOURS}`), 'HOURS', 1],
  [sticky(`[ -]?${vocabulary.DAYS}`), 'DAYS', 1],
  [sticky(`[ -]?${vocabulary.WEEKS}`), 'DAYS', 7],
];
const MULTIPLE_WORDS = vocabulary.MULTIPLE_WORDS.map(
  ([pattern, multiple]) => [anywhere(pattern), multiple] as const,
);
const VAGUE_AMOUNT = anywhere(vocabulary.VAGUE_AMOUNT);
const ANY_PERCENT = anywhere(vocabulary.PERCENT);
const CANDIDATE = new RegExp(`#[\\p{L}\\p{N}_]|${LETTER}+[-‐‑]?(?=\\d)|\\d`, 'giu');
const RANGE = /^ ?(?:-|–|—|~|to|and|or|à|et|ou|bis|und|oder|a|y|o) ?[+-]?$/iu;
/** Between two numbers in words: `nine out of ten`, `neuf personnes sur dix`. */
const SHARE = /^ (?:\p{L}+ )?(?:out of|of every|in|in every|sur|von|de cada) $/iu;
/** Digits that no digit of ours stands for, such as Roman numerals and black circles. */
const OTHER_DIGITS = /(?![0-9])[\p{No}\p{Nl}]/gu;
/** Of these in a row, or before a counting word, one reads a number; a single one is a word. */
const CHINESE_DIGITS =
  /[〇零一二三四五六七八九十百千万億亿兆两]{2,}|[二三四五六七八九十百千万億亿](?=[倍割回％%])/gu;
/** A number in words up to this is prose, unless what follows makes it a figure. */
const LARGEST_PROSE = 12;

/**
 * Every number of a text, in order: docs/GROUNDING.md says what counts as one. The text is a readable one; `language`
 * (BCP 47) says how digits are grouped and which number words are read beside the English ones.
 */
export function numbersIn(text: string, language: string): NumberToken[] {
  const inDigits = numbersInDigits(text, language);
  shareUnits(text, inDigits);
  const isFree = ({ start, end }: { start: number; end: number }) =>
    inDigits.every((token) => end <= token.start || start >= token.end);
  return [...inDigits, ...numbersInWords(text, language).filter(isFree)].sort((a, b) => a.start - b.start);
}

function numbersInDigits(text: string, language: string): NumberToken[] {
  const tokens: NumberToken[] = [];
  for (let at = 0; ;) {
    CANDIDATE.lastIndex = at;
    const next = CANDIDATE.exec(text);
    if (next === null) return tokens;
    const read = readDigits(text, next.index, language);
    tokens.push(...read);
    at = read.at(-1)?.end ?? next.index + 1;
  }
}

function readDigits(text: string, at: number, language: string): NumberToken[] {
  const whole = (pattern: RegExp, unit: NumberUnit) => {
    const match = matchAt(pattern, text, at);
    return match === null ? null : tokenOf(at, at + match[0].length, unit);
  };
  const word = whole(HASHTAG, 'HASHTAG') ?? whole(TECHNICAL, 'TECHNICAL') ?? whole(NAME, 'NAME');
  if (word !== null) return [word];
  if (!/\d/.test(text.charAt(at))) return [];
  const date = readDate(text, at, language);
  if (date !== null) return [date];
  for (const pattern of CLOCK) {
    const match = matchAt(pattern, text, at);
    if (match !== null) return [clockToken(match)];
  }
  const fraction = whole(FRACTION, 'UNREADABLE');
  return fraction === null ? readNumber(text, at, language) : [fraction];
}

function clockToken(match: RegExpExecArray): NumberToken {
  const { hour = '', minute = '00', half } = match.groups ?? {};
  const isAfternoon = half !== undefined && /^p/i.test(half);
  const twelve = Number(hour) % 12;
  const hours = half === undefined ? Number(hour) : isAfternoon ? twelve + 12 : twelve;
  const clock = `${String(hours).padStart(2, '0')}:${minute}`;
  return tokenOf(match.index, match.index + match[0].length, 'CLOCK', { clock });
}

/** A numeral with its sign before it and its unit behind it. */
function readNumber(text: string, at: number, language: string): NumberToken[] {
  const leading = /(?<![\p{L}\d])[.,]$/u.test(text.slice(0, at)) ? 1 : 0;
  const match = matchAt(NUMBER, text, at)!;
  const numeral = leading === 1 ? `0.${match[0]}` : match[0];
  const readings = readNumeral(numeral, language);
  if (readings.length === 0) {
    return [...match[0].matchAll(/\d+/g)].map(({ index, 0: digits }) =>
      tokenOf(at + index, at + index + digits.length, 'PLAIN', { readings: [wholeNumber(Number(digits))] }),
    );
  }
  const before = text.slice(0, at - leading);
  const sign = /(?:^|[\s(["“«„:~≈±])([+\-−‐–])$/u.exec(before)?.[1];
  let start = at - leading - (sign === undefined ? 0 : 1);
  const isPercentAhead = /(?:^|[^\d\p{L}])[%٪] ?$/u.test(before);
  if (isPercentAhead) start = before.search(/[%٪] ?$/u);
  const { end, unit, scale } = readUnit(text, at + match[0].length);
  return [
    tokenOf(start, end, isPercentAhead && unit === 'PLAIN' ? 'PERCENT' : unit, {
      sign: sign === undefined ? null : sign === '+' ? '+' : '-',
      readings: readings.map((reading) => scaled(reading, isPercentAhead && unit === 'PLAIN' ? 0.01 : scale)),
    }),
  ];
}

function readUnit(text: string, from: number): { end: number; unit: NumberUnit; scale: number } {
  let end = from;
  let scale = 1;
  const take = (pattern: RegExp): boolean => {
    const match = matchAt(pattern, text, end);
    if (match !== null) end += match[0].length;
    return match !== null;
  };
  if (take(ORDINAL)) return { end, unit: 'ORDINAL', scale };
  // `2.5 thousand million` is two of them.
  for (let turn = 0; turn < 2; turn += 1) {
    const magnitude = MAGNITUDES.find(([pattern]) => take(pattern));
    if (magnitude === undefined) break;
    scale *= 10 ** magnitude[1];
  }
  if (take(PERCENT)) return { end, unit: 'PERCENT', scale: scale * 0.01 };
  if (take(TIMES)) return { end, unit: 'TIMES', scale };
  for (const [pattern, unit, factor] of PERIODS) {
    if (take(pattern)) return { end, unit, scale: scale * factor };
  }
  if (scale === 1 && matchAt(GLUED, text, end) !== null) {
    while (/[\p{L}\p{M}\d]/u.test(text.charAt(end))) end += 1;
    return { end, unit: 'NAME', scale };
  }
  return { end, unit: 'PLAIN', scale };
}

function scaled(reading: Reading, scale: number): Reading {
  // `1.2 M` shows all its digits, zeros too.
  return scale > 1 ? { ...reading, scale, significant: null } : { ...reading, scale };
}

/** `16–30 s`, `between 10 and 12 %`: the first number has the unit of the second. */
function shareUnits(text: string, tokens: readonly NumberToken[]): void {
  for (const [place, token] of tokens.entries()) {
    const next = tokens[place + 1];
    if (token.unit !== 'PLAIN' || next === undefined || next.readings.length === 0) continue;
    if (next.unit === 'PLAIN' || !RANGE.test(text.slice(token.end, next.start))) continue;
    const factor = next.readings[0]!.scale;
    token.unit = next.unit;
    token.readings = token.readings.map((reading) => scaled(reading, factor));
  }
}

function numbersInWords(text: string, language: string): NumberToken[] {
  const read = spelledNumbersIn(text, new Intl.Locale(language).language);
  const shares = new Set(
    read.flatMap((part, place) => {
      const whole = read[place + 1];
      const isShare =
        whole !== undefined && whole.value > part.value && SHARE.test(text.slice(part.end, whole.start));
      return isShare ? [part.start, whole.start] : [];
    }),
  );
  const spelled = read.flatMap(({ start, end, value, isLarge }) => {
    const { end: unitEnd, unit, scale } = readUnit(text, end);
    const isOne = value === 1 && unit !== 'PERCENT';
    const isProse = value <= LARGEST_PROSE && !isLarge && unit !== 'PERCENT';
    const isSaid = shares.has(start) || (!isOne && (!isProse || isFigure(text, start, unitEnd, unit)));
    if (!isSaid) return [];
    const isCounted = unit === 'PERCENT' || unit === 'TIMES' || unit === 'SECONDS' || unit === 'DAYS';
    return [
      tokenOf(start, isCounted ? unitEnd : end, isCounted ? unit : 'PLAIN', {
        readings: [wholeNumber(value, isCounted ? scale : 1)],
      }),
    ];
  });
  const inPerformance = (token: NumberToken) => namesPerformance(sentenceAround(text, token));
  const multiples = MULTIPLE_WORDS.flatMap(([pattern, multiple]) =>
    all(pattern, text).map(([start, end]) =>
      tokenOf(start, end, 'TIMES', {
        // As a multiple, and as what it adds to the usual.
        readings: [multiple, multiple - 1].map((value) => ({
          value,
          scale: 1,
          step: 0.1,
          significant: null,
        })),
      }),
    ),
  ).filter(inPerformance);
  const vague = all(VAGUE_AMOUNT, text)
    .map(([start, end]) => tokenOf(start, end, 'UNREADABLE'))
    .filter(inPerformance);
  const unread = [
    ...[...text.matchAll(OTHER_DIGITS), ...text.matchAll(CHINESE_DIGITS)].map(
      ({ index, 0: { length } }): [number, number] => [index, index + length],
    ),
    ...all(ANY_PERCENT, text),
  ].map(([start, end]) => tokenOf(start, end, 'UNREADABLE'));
  const tokens: NumberToken[] = [];
  for (const token of [...spelled, ...multiples, ...vague, ...unread]) {
    if (tokens.every(({ start, end }) => token.end <= start || token.start >= end)) tokens.push(token);
  }
  return tokens;
}

/** Whether a small number in words counts what the account has: `five views`, `three times more views`. */
function isFigure(text: string, start: number, end: number, unit: NumberUnit): boolean {
  if (unit === 'TIMES') return namesPerformance(sentenceAround(text, { start, end }));
  return metricAfter(text, end) !== null;
}

const METRICS = vocabulary.METRICS.map(
  ([figure, pattern]) =>
    [figure, sticky(`(?: ?(?:(?!${pattern})[\\p{L}\\p{M}’']+) ){0,2} ?${pattern}`)] as const,
);

/** The figure that the words behind a number name, at most two words on: `1,200 of your views`. Null where none is. */
export function metricAfter(text: string, end: number): string | null {
  return METRICS.find(([, pattern]) => matchAt(pattern, text, end) !== null)?.[0] ?? null;
}

const PERFORMANCE = new RegExp(`(?<![\\p{L}\\p{M}])(?:${vocabulary.PERFORMANCE})`, 'iu');

/** Whether words may be about how an account does. */
export function namesPerformance(words: string): boolean {
  return PERFORMANCE.test(words);
}

const END_OF_SENTENCE = /[.!?;](?=\s|$)|[。！？\n]/gu;

/** The sentence that a stretch stands in. */
export function sentenceAround(text: string, { start, end }: { start: number; end: number }): string {
  let from = 0;
  for (const { index } of text.matchAll(END_OF_SENTENCE)) {
    if (index < start) from = index + 1;
    else if (index >= end) return text.slice(from, index);
  }
  return text.slice(from);
}

function sticky(pattern: string): RegExp {
  return new RegExp(pattern, 'iuy');
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function anywhere(pattern: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{M}])${pattern}`, 'giu');
}

function all(pattern: RegExp, text: string): [start: number, end: number][] {
  return [...text.matchAll(pattern)].map(({ index, 0: match }) => [index, index + match.length]);
}
