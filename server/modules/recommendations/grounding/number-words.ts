/** A number spelled out. */
export interface SpelledNumber {
  start: number;
  end: number;
  value: number;
  /** Whether it holds a word for a power of a thousand: `two million`. */
  isLarge: boolean;
}

interface Spelling {
  /** 0 to 999, by its words, joined by single spaces, without accents. */
  small: ReadonlyMap<string, number>;
  /** Powers of a thousand. */
  large: ReadonlyMap<string, number>;
}

const UNITS = {
  en: 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
  fr: 'zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf',
  de: 'null ein zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn',
  es: 'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve',
} as const;
const TENS = {
  en: 'twenty thirty forty fifty sixty seventy eighty ninety',
  fr: 'vingt trente quarante cinquante soixante septante huitante nonante',
  de: 'zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig',
  es: 'veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa',
} as const;
const HUNDREDS_ES =
  'ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos';

const SPELLINGS: Record<string, Spelling> = {
  en: {
    small: smallNumbers('en', (tens, unit) => [`${tens} ${unit}`, `${tens}${unit}`], english),
    large: new Map([
      ['thousand', 1e3],
      ['million', 1e6],
      ['billion', 1e9],
    ]),
  },
  fr: {
    small: smallNumbers('fr', (tens, unit) => [`${tens} ${unit}`, `${tens} et ${unit}`], french),
    large: new Map([
      ['mille', 1e3],
      ['million', 1e6],
      ['millions', 1e6],
      ['milliard', 1e9],
      ['milliards', 1e9],
    ]),
  },
  de: {
    small: smallNumbers('de', (tens, unit) => [`${unit}und${tens}`], german),
    large: new Map([
      ['tausend', 1e3],
      ['million', 1e6],
      ['millionen', 1e6],
      ['milliarde', 1e9],
      ['milliarden', 1e9],
    ]),
  },
  es: {
    small: smallNumbers('es', (tens, unit) => [`${tens} y ${unit}`, `veinti${unit}`], spanish),
    large: new Map([
      ['mil', 1e3],
      ['millon', 1e6],
      ['millones', 1e6],
    ]),
  },
};

type Language = keyof typeof UNITS;

/** 0 to 99 by rule, and the hundreds as `hundreds` says. */
function smallNumbers(
  language: Language,
  compound: (tens: string, unit: string) => string[],
  hundreds: (below: ReadonlyMap<string, number>) => [string, number][],
): Map<string, number> {
  const units = UNITS[language].split(' ').map((word) => word.replace('-', ' '));
  const below = new Map(units.map((word, value) => [word, value]));
  for (const [place, tens] of TENS[language].split(' ').entries()) {
    const value = (place + 2) * 10;
    below.set(tens, value);
    for (let unit = 1; unit <= 9; unit += 1) {
      for (const words of compound(tens, units[unit]!)) {
        // `veinti…` is of twenty alone.
        if (!words.startsWith('veinti') || value === 20) below.set(words, value + unit);
      }
    }
  }
  if (language === 'fr') {
    for (let unit = 10; unit <= 19; unit += 1) {
      below.set(`soixante ${units[unit]!}`, 60 + unit);
      below.set(`quatre vingt ${units[unit]!}`, 80 + unit);
    }
    below.set('soixante et onze', 71);
    for (const word of ['quatre vingt', 'quatre vingts']) below.set(word, 80);
    for (let unit = 1; unit <= 9; unit += 1) below.set(`quatre vingt ${units[unit]!}`, 80 + unit);
    below.set('une', 1);
  }
  if (language === 'de') for (const word of ['eins', 'eine', 'einen', 'einem', 'einer']) below.set(word, 1);
  if (language === 'es') for (const word of ['un', 'una']) below.set(word, 1);
  return new Map([...below, ...hundreds(below)]);
}

function english(below: ReadonlyMap<string, number>): [string, number][] {
  return hundredsOf(
    below,
    [...below].filter(([, value]) => value >= 1 && value <= 12),
    'hundred',
    [(head, rest) => `${head} and ${rest}`, (head, rest) => `${head} ${rest}`],
  ).concat([['a hundred', 100]]);
}

function french(below: ReadonlyMap<string, number>): [string, number][] {
  const join = [(head: string, rest: string) => `${head} ${rest}`];
  const several = [...below].filter(([, value]) => value >= 2 && value <= 9);
  return [
    ...hundredsOf(below, several, 'cent', join),
    ...several.map(([word, value]): [string, number] => [`${word} cents`, value * 100]),
    ['cent', 100],
    ...[...below].map(([word, value]): [string, number] => [`cent ${word}`, 100 + value]),
  ];
}

function german(below: ReadonlyMap<string, number>): [string, number][] {
  const heads = [...below].filter(([, value]) => value >= 1 && value <= 12);
  return [['', 1] as [string, number], ...heads].flatMap(([head, value]): [string, number][] => [
    [`${head}hundert`, value * 100],
    ...[...below].map(([word, rest]): [string, number] => [`${head}hundert${word}`, value * 100 + rest]),
  ]);
}

function spanish(below: ReadonlyMap<string, number>): [string, number][] {
  return HUNDREDS_ES.split(' ').flatMap((word, place) =>
    [word, word.replace(/os$/, 'as')].flatMap((head): [string, number][] => [
      [place === 0 ? 'cien' : head, (place + 1) * 100],
      ...[...below].map(([rest, value]): [string, number] => [`${head} ${rest}`, (place + 1) * 100 + value]),
    ]),
  );
}

function hundredsOf(
  below: ReadonlyMap<string, number>,
  heads: readonly [string, number][],
  hundred: string,
  joins: readonly ((head: string, rest: string) => string)[],
): [string, number][] {
  return heads.flatMap(([word, value]) => {
    const head = `${word} ${hundred}`;
    return [
      [head, value * 100] as [string, number],
      ...[...below].flatMap(([rest, more]) =>
        joins.map((join): [string, number] => [join(head, rest), value * 100 + more]),
      ),
    ];
  });
}

const WORD = /\p{L}[\p{L}\p{M}]*/gu;
/** `neuf cent quatre-vingt-dix-neuf` and the like. */
const MOST_WORDS = 7;

interface Word {
  start: number;
  end: number;
  /** Lower case, without accents. */
  plain: string;
}

/**
 * The numbers spelled out in a text: in English and, where we know it, in the text's own language. The longest
 * reading of the same words wins; `one`, `un`, `ein`, `uno` are numbers only where more follows.
 */
export function spelledNumbersIn(text: string, language: string): SpelledNumber[] {
  const words = [...text.matchAll(WORD)].map((match): Word => ({
    start: match.index,
    end: match.index + match[0].length,
    plain: plain(match[0]),
  }));
  const spellings = ['en', language]
    .filter((name, place, names) => names.indexOf(name) === place)
    .flatMap((name) => SPELLINGS[name] ?? []);
  const found: SpelledNumber[] = [];
  for (let at = 0; at < words.length;) {
    const best = spellings
      .map((spelling) => readNumber(text, words, at, spelling))
      .reduce<ReadNumber | null>((a, b) => (b !== null && (a === null || b.count > a.count) ? b : a), null);
    if (best === null) {
      at += 1;
      continue;
    }
    const { count, value, isLarge } = best;
    found.push({ start: words[at]!.start, end: words[at + count - 1]!.end, value, isLarge });
    at += count;
  }
  return found;
}

interface ReadNumber {
  count: number;
  value: number;
  isLarge: boolean;
}

function readNumber(
  text: string,
  words: readonly Word[],
  from: number,
  spelling: Spelling,
): ReadNumber | null {
  let at = from;
  let total = 0;
  let isLarge = false;
  for (;;) {
    const part = readSmall(text, words, at, spelling);
    const next = words[at + (part?.count ?? 0)];
    const follows =
      part === null || (next !== undefined && areTogether(text, words[at + part.count - 1]!, next));
    const power = next === undefined || !follows ? undefined : spelling.large.get(next.plain);
    if (power === undefined) {
      if (part === null) break;
      total += part.value;
      at += part.count;
      break;
    }
    total += (part?.value ?? 1) * power;
    at += (part?.count ?? 0) + 1;
    isLarge = true;
    const after = words[at];
    if (after === undefined || !areTogether(text, words[at - 1]!, after)) break;
  }
  return at === from ? null : { count: at - from, value: total, isLarge };
}

/** The longest run of words that says a number below a thousand; German ones are one word with their thousands. */
function readSmall(
  text: string,
  words: readonly Word[],
  from: number,
  { small, large }: Spelling,
): { count: number; value: number } | null {
  let phrase = '';
  let best: { count: number; value: number } | null = null;
  for (let count = 1; count <= MOST_WORDS; count += 1) {
    const word = words[from + count - 1];
    if (word === undefined) break;
    if (count > 1 && !areTogether(text, words[from + count - 2]!, word)) break;
    phrase = count === 1 ? word.plain : `${phrase} ${word.plain}`;
    const value = small.get(phrase) ?? (count === 1 ? compoundOf(phrase, small, large) : undefined);
    if (value !== undefined) best = { count, value };
  }
  return best;
}

/** `zwanzigtausend`, `zweitausenddreihundert`. */
function compoundOf(
  word: string,
  small: ReadonlyMap<string, number>,
  large: ReadonlyMap<string, number>,
): number | undefined {
  if (!large.has('tausend') || !word.includes('tausend')) return undefined;
  const [head = '', tail = ''] = word.split('tausend', 2);
  const thousands = head === '' ? (tail === '' ? undefined : 1) : small.get(head);
  const rest = tail === '' ? 0 : small.get(tail);
  return thousands === undefined || rest === undefined ? undefined : thousands * 1_000 + rest;
}

/** Whether two words stand next to one another, with a space, a hyphen or nothing visible in between. */
function areTogether(text: string, before: Word, after: Word): boolean {
  return /^(?:[\s\p{Cf}]|[-‐‑])*$/u.test(text.slice(before.end, after.start));
}

function plain(word: string): string {
  return word.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();
}
