import { ValidationError } from '../../lib/errors.ts';
import { isDate } from '../../lib/time.ts';

/** An ISO 8601 calendar day, `2026-11-22`. Days compare as strings. */
export type Day = string;

/** The last n whole days, today included; or given days, both included. At most `MAX_DAYS` long. */
export type DateRange = { lastDays: number } | { between: { from: Day; to: Day } };

/** Days from `from` to `to`, both included. */
export interface DaySpan {
  from: Day;
  to: Day;
}

export type Interval = 'DAY' | 'WEEK' | 'MONTH';

/** A stretch of a span: the days of one day, one ISO week or one month that lie within the span. */
export interface Bucket {
  /** First day of the whole day, week (a Monday) or month, also where the span begins later. */
  date: Day;
  /** First instant inside, in milliseconds since 1970 (UTC). */
  start: number;
  /** First instant after it; equals `start` for a day that a zone skipped. */
  end: number;
}

const MAX_DAYS = 3_660;
const MAX_BUCKETS = 400;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant in an IANA zone. */
export function dayOf(instant: number, timezone: string): Day {
  return toDay(instant + offsetAt(instant, timezone));
}

/** The clock hour, 0–23, and the ISO weekday, 1 (Monday) – 7, of an instant in an IANA zone. */
export function clockOf(instant: number, timezone: string): { hour: number; weekday: number } {
  const local = new Date(instant + offsetAt(instant, timezone));
  return { hour: local.getUTCHours(), weekday: isoWeekday(local) };
}

/**
 * The instant a calendar day begins in an IANA zone, in milliseconds since 1970. Where midnight does not exist
 * (a clock put forward at midnight) that is the first instant after it; where it exists twice, the earlier. A
 * day the zone skipped (Apia, 2011-12-30) begins when the next one does and so has no length.
 */
export function startOfDay(day: Day, timezone: string): number {
  const midnight = utcMidnight(day);
  // Offsets lie between −12 h and +14 h, so any change that can matter to this midnight lies in between.
  let before = midnight - 15 * HOUR_MS;
  let after = midnight + 13 * HOUR_MS;
  const offsetBefore = offsetAt(before, timezone);
  const offsetAfter = offsetAt(after, timezone);
  if (offsetBefore === offsetAfter) return midnight - offsetBefore;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle, timezone) === offsetBefore) before = middle;
    else after = middle;
  }
  const change = after;
  const underOldOffset = midnight - offsetBefore;
  return underOldOffset < change ? underOldOffset : Math.max(change, midnight - offsetAfter);
}

/** The instant `hour` o'clock (0–23) of a day; an hour that a clock change skips gives the instant after it. */
export function instantOf(day: Day, hour: number, timezone: string): number {
  const start = startOfDay(day, timezone);
  const guess = start + hour * HOUR_MS;
  const offset = offsetAt(guess, timezone);
  const instant = utcMidnight(day) + hour * HOUR_MS - offset;
  // The offset holds at the instant itself, unless the clock skips the hour; then the guess is just after the change.
  return offsetAt(instant, timezone) === offset ? instant : guess;
}

export function addDays(day: Day, days: number): Day {
  return toDay(utcMidnight(day) + days * DAY_MS);
}

/** Days from `from` to `to`, both included; 1 when they are the same. */
export function lengthInDays(span: DaySpan): number {
  return Math.round((utcMidnight(span.to) - utcMidnight(span.from)) / DAY_MS) + 1;
}

/** The period of the same length just before. */
export function spanBefore(span: DaySpan): DaySpan {
  const length = lengthInDays(span);
  return { from: addDays(span.from, -length), to: addDays(span.from, -1) };
}

/**
 * The days a range means at `now` in a zone: `lastDays: 1` is today alone.
 *
 * @param path where the input holds the range, for the error.
 * @throws ValidationError where a day is none, the ends are swapped, or it is longer than `MAX_DAYS`.
 */
export function resolveRange(
  range: DateRange,
  timezone: string,
  now: Date,
  path: readonly string[] = ['range'],
): DaySpan {
  if ('lastDays' in range) {
    const { lastDays } = range;
    if (!Number.isInteger(lastDays) || lastDays < 1 || lastDays > MAX_DAYS) {
      throw refused([...path, 'lastDays'], `must be a whole number from 1 to ${String(MAX_DAYS)}`);
    }
    const to = dayOf(now.getTime(), timezone);
    return { from: addDays(to, 1 - lastDays), to };
  }
  const { from, to } = range.between;
  for (const [name, day] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (!isDay(day)) throw refused([...path, 'between', name], 'must be a calendar day like 2026-11-22');
  }
  if (from > to) throw refused([...path, 'between', 'to'], 'must not be before `from`');
  if (lengthInDays({ from, to }) > MAX_DAYS) {
    throw refused([...path, 'between'], `must be at most ${String(MAX_DAYS)} days long`);
  }
  return { from, to };
}

/**
 * Cuts a span into buckets, oldest first and without gaps between them. The first and last week or month hold
 * only their days within the span, so that buckets of any width add up to the same.
 *
 * @throws ValidationError where there would be more than `MAX_BUCKETS`.
 */
export function bucketsOf(span: DaySpan, interval: Interval, timezone: string): Bucket[] {
  const dates: Day[] = [];
  for (let date = bucketDate(span.from, interval); date <= span.to; date = nextDate(date, interval)) {
    dates.push(date);
    if (dates.length > MAX_BUCKETS) {
      throw refused(['interval'], `gives more than ${String(MAX_BUCKETS)} buckets; choose a wider one`);
    }
  }
  const starts = dates.map((date, index) => startOfDay(index === 0 ? span.from : date, timezone));
  starts.push(startOfDay(addDays(span.to, 1), timezone));
  return dates.map((date, index) => ({ date, start: starts[index]!, end: starts[index + 1]! }));
}

/** First day of the day, ISO week or month that `day` lies in. */
function bucketDate(day: Day, interval: Interval): Day {
  if (interval === 'DAY') return day;
  if (interval === 'MONTH') return `${day.slice(0, 8)}01`;
  return addDays(day, 1 - isoWeekday(new Date(utcMidnight(day))));
}

function nextDate(date: Day, interval: Interval): Day {
  if (interval !== 'MONTH') return addDays(date, interval === 'DAY' ? 1 : 7);
  return bucketDate(addDays(date, 31), 'MONTH');
}

/** Whether `value` is a day that exists, from year 1970 on. */
function isDay(value: string): boolean {
  return isDate(value) && value >= '1970-01-01';
}

function utcMidnight(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function toDay(utc: number): Day {
  return new Date(utc).toISOString().slice(0, 10);
}

function isoWeekday(utc: Date): number {
  return ((utc.getUTCDay() + 6) % 7) + 1;
}

/** Local time minus UTC at an instant, in milliseconds. */
function offsetAt(instant: number, timezone: string): number {
  let formatter = formatters.get(timezone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    // Making a formatter costs a hundred times what using one does. Zones are few, so the cache needs no limit.
    formatters.set(timezone, formatter);
  }
  const [month, day, year, hour, minute, second] = formatter.format(instant).match(/\d+/g)!.map(Number);
  const whole = Math.floor(instant / 1000) * 1000;
  return Date.UTC(year!, month! - 1, day, hour, minute, second) - whole;
}

function refused(path: string[], message: string): ValidationError {
  return new ValidationError([{ path, message }]);
}
