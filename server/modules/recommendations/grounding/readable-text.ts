/** A text as its numbers are looked for: one form of each character, digits in ASCII, nothing invisible. */
export interface ReadableText {
  text: string;
  /** A stretch of `text` in the original, in UTF-16 code units. */
  origin: (stretch: { start: number; end: number }) => { start: number; end: number };
}

const INVISIBLE = /[\p{Cf}\u20E3\uFE0F\uFE0E]/u;
const DIGIT = /\p{Nd}/u;
const SPACE = /[\p{Zs}\t]/u;

/** Compatibility forms (`１２`, `𝟏𝟐`, `①`, `½`) and digits of every script are brought to the same characters. */
export function readable(original: string): ReadableText {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (let place = 0; place < original.length;) {
    const character = String.fromCodePoint(original.codePointAt(place)!);
    const part = INVISIBLE.test(character) ? '' : plain(character);
    parts.push(part);
    starts.push(...Array<number>(part.length).fill(place));
    ends.push(...Array<number>(part.length).fill(place + character.length));
    place += character.length;
  }
  return {
    text: parts.join(''),
    origin: ({ start, end }) => ({ start: starts[start] ?? original.length, end: ends[end - 1] ?? 0 }),
  };
}

function plain(character: string): string {
  if (SPACE.test(character)) return ' ';
  if (/[0-9A-Za-z]/.test(character)) return character;
  if (DIGIT.test(character)) return String(valueOf(character));
  return character.normalize('NFKC').replaceAll(/\p{Zs}/gu, ' ');
}

/** Unicode keeps the ten digits of a script together, from a place that ends in 0 or in 6. */
function valueOf(digit: string): number {
  const compatible = digit.normalize('NFKC');
  if (/^\d$/.test(compatible)) return Number(compatible);
  const code = digit.codePointAt(0)!;
  const low = code & 15;
  return DIGIT.test(String.fromCodePoint(code - low)) ? low : low - 6;
}
