/** What kind of number stands in a text. */
export type NumberUnit =
  | 'PLAIN'
  | 'PERCENT'
  /** A multiple of what it is compared with. */
  | 'TIMES'
  | 'SECONDS'
  | 'HOURS'
  | 'DAYS'
  /** `2nd`, `3e`. */
  | 'ORDINAL'
  /** A time of day. */
  | 'CLOCK'
  | 'DATE'
  /** A hashtag with digits. */
  | 'HASHTAG'
  /** A word with digits: `iPhone15`. */
  | 'NAME'
  /** What cameras and screens are said to do: `4K`, `9:16`. */
  | 'TECHNICAL'
  /** An amount that cannot be compared with anything: `millions`, `½`, `percent` alone. */
  | 'UNREADABLE';

/** One way to read a number: figure / scale, rounded to the digits shown, is `value`. */
export interface Reading {
  value: number;
  /** 0.01 for percent, 1,000 for `k`. */
  scale: number;
  /** Place of the last digit shown: 0.1 for `8.4`. */
  step: number;
  /** Digits that count of a whole number that ends in zeros, which may show a rounding; else null. */
  significant: number | null;
}

/** A number in a text; places are of the readable text. */
export interface NumberToken {
  start: number;
  end: number;
  unit: NumberUnit;
  sign: '+' | '-' | null;
  /** Empty where it is no figure. */
  readings: Reading[];
  /** Of CLOCK: `18:00`. */
  clock: string | null;
  /** Of DATE: all days it may mean. */
  dates: { year: number | null; month: number; day: number }[];
}

/** A token without readings. */
export function tokenOf(
  start: number,
  end: number,
  unit: NumberUnit,
  more: Partial<NumberToken> = {},
): NumberToken {
  return { start, end, unit, sign: null, readings: [], clock: null, dates: [], ...more };
}

/** A whole number as a reading. */
export function wholeNumber(value: number, scale = 1): Reading {
  const digits = String(value);
  const shown = digits.replace(/0+$/, '').length;
  const isRound = shown < digits.length && digits.length > 1 && scale <= 1;
  return { value, scale, step: 1, significant: isRound ? Math.max(2, shown) : null };
}

/**
 * Whether a figure, rounded to the digits shown, is the number: `12,300` says 12,345 and `8 %` says 0.0843. Zeros at the
 * end of a whole number count as not shown, but two digits always are: `12,000` says 12,345, and `10,000` does not.
 */
export function says({ value, scale, step, significant }: Reading, figure: number): boolean {
  // 15 digits are all a double holds, and take away what a division may have added.
  const scaled = Number((figure / scale).toPrecision(15));
  if (scaled === value) return true;
  if (value === 0) return false;
  if (significant === null) return Math.abs(scaled - value) <= (step / 2) * (1 + 1e-9);
  for (let digits = significant; digits <= 15; digits += 1) {
    if (Number(scaled.toPrecision(digits)) === value) return true;
  }
  return false;
}
