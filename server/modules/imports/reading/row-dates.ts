import { isDate } from '../../../lib/time.ts';
import type { PrintedDay } from './printed-day.ts';
import { FileProblem } from './problems.ts';

/** The date of a row, or why it has none. */
export type RowDate = { date: string; isYearInferred: boolean } | { problem: string };

/** What is known of the time a table covers. Days are YYYY-MM-DD, UTC. */
export interface Window {
  /** The last day that can stand in it. */
  downloadedOn: string;
  /** Its first day, where the file's name tells it. */
  firstDay: string | null;
}

/** A row further ahead than this is taken for one that stands too late. */
const LONGEST_GAP_DAYS = 183;
const DAYS_OF_LEAP_YEAR = 366;
/** A file's name may tell the browser's day, its rows tell UTC days. */
const NAME_TOLERANCE_DAYS = 2;
/** 29 February comes back after eight years where a century has none. */
const YEARS_TO_TRY = 9;
/** TikTok has no day before its first. */
const FIRST_YEAR = 2016;
const DAY_MS = 86_400_000;

/**
 * The dates of a table's rows, in order; null where the row prints no readable day. A day with a year keeps it. Days
 * without one get theirs from three facts: rows ascend; a month and day before that of the row above is of the next
 * year; and the last row lies on or before the day of the download, in the latest year for which that and every
 * 29 February come true. Where the file's name tells the window's first day, that decides the year instead. A row that
 * stands before the one above it within the same year is out of order, and its year cannot be told.
 *
 * @throws FileProblem when no year fits.
 */
export function dateRows(days: (PrintedDay | null)[], window: Window): (RowDate | null)[] {
  const years = countYears(days);
  const first = inferFirstYear(days, years, window);
  return days.map((day, index) => {
    if (day === null) return null;
    if (day.year !== null) return check(day.year, day, false, window);
    const offset = years[index] ?? null;
    if (offset === null)
      return { problem: 'The day stands before that of the row above; its year cannot be told.' };
    return check(first + offset, day, true, window);
  });
}

/** For each day without a year: how many New Years lie between the first such row and it. Null where out of order. */
function countYears(days: (PrintedDay | null)[]): (number | null)[] {
  let above: PrintedDay | null = null;
  let years = 0;
  return days.map((day) => {
    if (day?.year !== null) return null;
    if (above !== null) {
      const ahead = (dayOfLeapYear(day) - dayOfLeapYear(above) + DAYS_OF_LEAP_YEAR) % DAYS_OF_LEAP_YEAR;
      if (ahead > LONGEST_GAP_DAYS) return null;
      if (dayOfLeapYear(day) < dayOfLeapYear(above)) years += 1;
    }
    above = day;
    return years;
  });
}

function inferFirstYear(days: (PrintedDay | null)[], years: (number | null)[], window: Window): number {
  const rows = days.flatMap((day, index) => {
    const offset = years[index] ?? null;
    return day === null || offset === null ? [] : [{ day, offset }];
  });
  if (rows.length === 0) return 0;
  const first = rows[0]!;
  const last = rows.at(-1)!;
  const leapDays = rows.filter(({ day }) => day.month === 2 && day.day === 29);
  const fits = (year: number): boolean =>
    leapDays.every(({ day, offset }) => isDate(toDate(year + offset, day))) &&
    toDate(year + last.offset, last.day) <= window.downloadedOn;

  const named = window.firstDay === null ? null : yearByName(first.day, window.firstDay);
  if (named !== null) {
    if (fits(named)) return named;
    throw new FileProblem(
      `The name of the file says that it begins on ${window.firstDay}, which does not go with its rows and a download on ${window.downloadedOn}.`,
    );
  }
  const latest = Number(window.downloadedOn.slice(0, 4)) - last.offset;
  for (let year = latest; year > latest - YEARS_TO_TRY; year -= 1) {
    if (fits(year)) return year;
  }
  throw new FileProblem('No year has all the days of the file.');
}

/** The year in which `day` is the day that the name tells; null where the name tells another one. */
function yearByName(day: PrintedDay, firstDay: string): number | null {
  const told = Date.parse(firstDay);
  const year = Number(firstDay.slice(0, 4));
  const near = [year - 1, year, year + 1].find((candidate) => {
    const date = toDate(candidate, day);
    return isDate(date) && Math.abs(Date.parse(date) - told) <= NAME_TOLERANCE_DAYS * DAY_MS;
  });
  return near ?? null;
}

function check(year: number, day: PrintedDay, isYearInferred: boolean, window: Window): RowDate {
  const date = toDate(year, day);
  if (!isDate(date)) return { problem: `${date} does not exist.` };
  if (year < FIRST_YEAR) return { problem: `${date} is before TikTok.` };
  if (date > window.downloadedOn)
    return { problem: `${date} is after the day of the download, ${window.downloadedOn}.` };
  return { date, isYearInferred };
}

function toDate(year: number, { month, day }: PrintedDay): string {
  return [String(year).padStart(4, '0'), pad(month), pad(day)].join('-');
}

function dayOfLeapYear({ month, day }: PrintedDay): number {
  return (Date.UTC(2000, month - 1, day) - Date.UTC(2000, 0, 1)) / DAY_MS;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
