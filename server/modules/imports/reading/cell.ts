import { RowProblem } from './problems.ts';

const WHOLE_NUMBER = /^-?(?:0|[1-9]\d*)$/;
const FRACTION = /^(?:0|1)(?:\.\d+)?$|^\d(?:\.\d+)?e-\d{1,2}$/i;
const PERCENTAGE = /^(\d{1,3}(?:\.\d+)?) ?%$/;

/** What TikTok writes where it knows nothing: "undefined" in Studio, `NAN` and `--` in Business Suite. */
const UNKNOWN = new Set(['', 'undefined', 'null', 'nan', '--', '-', 'n/a']);

export function isUnknown(text: string): boolean {
  return UNKNOWN.has(text.toLowerCase());
}

/**
 * A count as TikTok writes it: digits alone, a minus before them where `mayBeNegative`. Null where it is unknown.
 * Separators of thousands, decimals, "1.2K" and whatever else could be read in two ways are refused, as is what a
 * JavaScript number cannot hold exactly.
 */
export function readCount(text: string, column: string, mayBeNegative: boolean): number | null {
  const trimmed = text.trim();
  if (isUnknown(trimmed)) return null;
  if (!WHOLE_NUMBER.test(trimmed)) {
    throw new RowProblem(column, `${quote(text)} is no whole number written in digits alone.`);
  }
  const value = Number(trimmed);
  if (!Number.isSafeInteger(value))
    throw new RowProblem(column, `${quote(text)} is too large to be a count.`);
  if (value < 0 && !mayBeNegative) throw new RowProblem(column, `${quote(text)} is negative.`);
  // -0 is 0.
  return value + 0;
}

/** A part of a whole, 0–1, written as a fraction ("0.59") or as a percentage ("61%"). Null where it is unknown. */
export function readShare(text: string, column: string): number | null {
  const trimmed = text.trim();
  if (isUnknown(trimmed)) return null;
  const percentage = PERCENTAGE.exec(trimmed)?.[1];
  if (percentage === undefined && !FRACTION.test(trimmed)) {
    throw new RowProblem(
      column,
      `${quote(text)} is neither a fraction such as 0.59 nor a percentage such as 59%.`,
    );
  }
  const share = percentage === undefined ? Number(trimmed) : Number(percentage) / 100;
  if (share > 1) throw new RowProblem(column, `${quote(text)} is more than the whole.`);
  return share;
}

/** A cell in a sentence, cut where it is long. */
export function quote(text: string): string {
  const characters = [...text.replaceAll('\0', '').toWellFormed()];
  return `“${characters.length > 40 ? `${characters.slice(0, 39).join('')}…` : characters.join('')}”`;
}
