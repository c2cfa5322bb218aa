import { isCountry } from '../../../lib/countries.ts';
import { isDate } from '../../../lib/time.ts';
import { isUnknown, quote, readCount } from '../../imports/reading/cell.ts';
import { FIRST_DAY } from '../../imports/reading/limits.ts';
import { RowProblem } from '../../imports/reading/problems.ts';

const MAX_HASHTAG = 150;
const MAX_TITLE = 500;
const MAX_RANK = 100_000;
const ID = /^[1-9]\d{0,29}$/;
/** A day, and where it goes on a time; without a zone it is UTC. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2})?)?$/i;

/** How many, as digits; null where it is unknown. */
export function readBigCount(text: string, column: string): bigint | null {
  const count = readCount(text, column, false);
  return count === null ? null : BigInt(count);
}

/** A place of a list, from 1; null where it is unknown. */
export function readRank(text: string, column: string): number | null {
  const rank = readCount(text, column, false);
  if (rank !== null && (rank < 1 || rank > MAX_RANK)) {
    throw new RowProblem(column, `${quote(text)} is no place of a list.`);
  }
  return rank;
}

/** An id of TikTok, of which no digit may be lost; null where it is unknown. */
export function readId(text: string, column: string): string | null {
  const trimmed = text.trim();
  if (isUnknown(trimmed)) return null;
  if (!ID.test(trimmed)) throw new RowProblem(column, `${quote(text)} is no id of TikTok.`);
  return trimmed;
}

/** A hashtag without its `#`. */
export function readHashtag(text: string, column: string): string {
  const name = storable(text).replace(/^[#＃]/, '');
  if (name === '') throw new RowProblem(column, 'There is no name of a hashtag.');
  if (/\s/.test(name) || name.length > MAX_HASHTAG) {
    throw new RowProblem(column, `${quote(text)} is no hashtag.`);
  }
  return name;
}

export function readTitle(text: string, column: string): string {
  const title = storable(text);
  if (title === '') throw new RowProblem(column, 'There is no title of a sound.');
  if (title.length > MAX_TITLE) throw new RowProblem(column, `${quote(text)} is longer than any title.`);
  return title;
}

/** A country's code in upper case; null for all of them, undefined where it is unknown. */
export function readRegion(text: string, column: string): string | null | undefined {
  const code = text.trim().toUpperCase();
  if (isUnknown(code)) return undefined;
  if (code === 'ALL') return null;
  if (!isCountry(code)) {
    throw new RowProblem(column, `${quote(text)} is no country code of ISO 3166-1, such as US.`);
  }
  return code;
}

/** A day, which stands for its beginning in UTC, or an instant. */
export function readInstant(text: string, column: string, now: Date): Date {
  const [, day, time = '00:00', zone = 'Z'] = INSTANT.exec(text.trim()) ?? [];
  const at = day !== undefined && isDate(day) ? Date.parse(`${day}T${time}${zone.toUpperCase()}`) : NaN;
  if (Number.isNaN(at)) throw new RowProblem(column, `${quote(text)} is no day written as 2026-09-13.`);
  assertPast(at, text, column, now);
  return new Date(at);
}

/** @throws RowProblem where the time is before TikTok, or has not come. */
export function assertPast(at: number, text: string, column: string, now: Date): void {
  if (at < Date.parse(FIRST_DAY)) throw new RowProblem(column, `${quote(text)} is before TikTok.`);
  if (at > now.getTime()) throw new RowProblem(column, `${quote(text)} is in the future.`);
}

/** No database takes the character 0, nor half of a character. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed().trim();
}
