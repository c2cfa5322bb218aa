import { isDate } from '../../../lib/time.ts';
import type { PrintedDay } from './printed-day.ts';
import { FileProblem } from './problems.ts';

/** The date of a row, or why it has none. */
export type RowDate = { date: string; isYearInferred: boolean } | { problem: string };

/** What is known of the time a table covers. Days are YYYY-MM-DD, UTC. */
export interface Window {
  /** The last day that can stand in it. */
  lastDay: string;
  /** Its first day, where the file's name tells it. */
  firstDay: string | null;
}

/** TikTok leaves out no day; damage may. A row further ahead of the one above than this may as well be out of order. */
const LONGEST_GAP_DAYS = 31;
/** From the first row to the last: TikTok's longest window is a year. */
const LONGEST_WINDOW_DAYS = 365;
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
 * without one get theirs from three facts:
 *
 * - rows ascend, no gap is longer than 31 days, and all of them lie within a year: so a month and day before that of the row
 *   above is of the next year. A single row that breaks this while the rows around it keep it is a problem of its own;
 * - the last row lies on or before `lastDay`, in the latest year for which that and every 29 February come true;
 * - where the file's name tells the first day of the window, that decides the year instead.
 *
 * @throws FileProblem when the days follow one another in no such way, or no year fits them.
 */
export function dateRows(days: (PrintedDay | null)[], window: Window): (RowDate | null)[] {
  const chain = followDays(days);
  const firstYear = inferFirstYear(chain, window);
  const years = new Map(chain.map(({ index, offset }) => [index, firstYear + offset]));
  return days.map((day, index) => {
    if (day === null) return null;
    if (day.year !== null) return check(day.year, day, false, window);
    const year = years.get(index);
    return year === undefined
      ? { problem: 'The day is out of order, so its year cannot be told.' }
      : check(year, day, true, window);
  });
}

/** A row without a year that is in order. */
interface Link {
  index: number;
  day: PrintedDay;
  /** New Years between the first such row and it. */
  offset: number;
}

function followDays(days: (PrintedDay | null)[]): Link[] {
  const rows = days.flatMap((day, index) => (day?.year === null ? [{ index, day }] : []));
  const chain: Link[] = [];
  let covered = 0;
  for (const [position, { index, day }] of rows.entries()) {
    const above = chain.at(-1);
    const below = rows[position + 1];
    if (above === undefined) {
      chain.push({ index, day, offset: 0 });
      continue;
    }
    // Odd one out: without it its neighbours follow one another, with it they do not.
    if (
      below !== undefined &&
      !(follows(above.day, day) && follows(day, below.day)) &&
      follows(above.day, below.day)
    ) {
      continue;
    }
    covered += daysAhead(above.day, day);
    if (!follows(above.day, day) || covered > LONGEST_WINDOW_DAYS) {
      throw new FileProblem('The days of the file do not follow one another, so their years cannot be told.');
    }
    const isNextYear = dayOfLeapYear(day) < dayOfLeapYear(above.day);
    chain.push({ index, day, offset: above.offset + (isNextYear ? 1 : 0) });
  }
  return chain;
}

function follows(above: PrintedDay, day: PrintedDay): boolean {
  return daysAhead(above, day) <= LONGEST_GAP_DAYS;
}

function daysAhead(above: PrintedDay, day: PrintedDay): number {
  return (dayOfLeapYear(day) - dayOfLeapYear(above) + DAYS_OF_LEAP_YEAR) % DAYS_OF_LEAP_YEAR;
}

function inferFirstYear(chain: Link[], window: Window): number {
  const first = chain[0];
  const last = chain.at(-1);
  if (first === undefined || last === undefined) return FIRST_YEAR;
  const leapDays = chain.filter(({ day }) => day.month === 2 && day.day === 29);
  const fits = (year: number): boolean =>
    leapDays.every(({ day, offset }) => isDate(toDate(year + offset, day))) &&
    toDate(year + last.offset, last.day) <= window.lastDay;

  const named = window.firstDay === null ? null : yearByName(first.day, window.firstDay);
  if (named !== null) {
    if (fits(named)) return named;
    throw new FileProblem(
      `The file's name says that it begins on ${window.firstDay!}, which does not go with its rows and a download by ${window.lastDay}.`,
    );
  }
  const latest = Number(window.lastDay.slice(0, 4)) - last.offset;
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
  if (date > window.lastDay)
    return { problem: `${date} is after the day of the download, ${window.lastDay}.` };
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
