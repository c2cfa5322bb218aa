const LOCALE = 'en';
const whole = new Intl.NumberFormat(LOCALE);
const compact = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 });
const tick = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumSignificantDigits: 5 });
const signed = new Intl.NumberFormat(LOCALE, { signDisplay: 'exceptZero' });
const percent = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 1 });
const signedPercent = new Intl.NumberFormat(LOCALE, {
  style: 'percent',
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});
const usd = new Intl.NumberFormat(LOCALE, {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 4,
});
const figure = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });
const day = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const longDay = new Intl.DateTimeFormat(LOCALE, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const instant = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });

/** What stands where a number is unknown: unknown is not 0. */
export const UNKNOWN = '–';

const orUnknown =
  (format: (value: number) => string) =>
  (value: number | null | undefined): string =>
    value === null || value === undefined ? UNKNOWN : format(value);

/** 12,345 */
export const formatWhole = orUnknown((value) => whole.format(value));
/** 12.3K */
export const formatCompact = orUnknown((value) => compact.format(value));
/** 12.345K: short, and still apart from its neighbours on an axis. */
export const formatTick = (value: number): string => tick.format(value);
/** +1,234 */
export const formatSigned = orUnknown((value) => signed.format(value));
/** A fraction as 4.1% */
export const formatPercent = orUnknown((value) => percent.format(value));
/** A fraction as +4.1% */
export const formatSignedPercent = orUnknown((value) => signedPercent.format(value));
/** $0.0123: as a run costs fractions of a cent. */
export const formatUsd = (amount: number): string => usd.format(amount);
/** An estimate to three significant digits. */
export const formatFigure = orUnknown((value) => figure.format(value));

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** 1,234,567 bytes as 1.2 MB. */
export function formatBytes(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), BYTE_UNITS.length - 1);
  const unit = BYTE_UNITS[step];
  return new Intl.NumberFormat(LOCALE, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** step);
}

/** A calendar day, 2026-11-22, as 22 Nov, in no time zone. */
export const formatDay = (date: string): string => day.format(new Date(`${date}T00:00:00Z`));
/** A calendar day with its weekday and year. */
export const formatLongDay = (date: string): string => longDay.format(new Date(`${date}T00:00:00Z`));
/** An instant in the reader's time zone. */
export const formatInstant = (at: string): string => instant.format(new Date(at));

/** An instant in an account's time zone, its name added: posting times are read there. */
export function formatInstantIn(at: string, timeZone: string): string {
  const format = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  return `${new Intl.DateTimeFormat(LOCALE, { ...format, timeZone }).format(new Date(at))} (${timeZone})`;
}

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** "3 hours ago", "in 2 minutes". */
export function formatRelative(at: string, now: number): string {
  const seconds = (Date.parse(at) - now) / 1000;
  for (const [position, [unit, length]] of UNITS.entries()) {
    // What rounds to a whole hour is an hour, not 60 minutes.
    const least = length - (UNITS[position + 1]?.[1] ?? 0) / 2;
    if (Math.abs(seconds) >= least) return relative.format(Math.round(seconds / length), unit);
  }
  // The clock that asks moves in steps, so what has just happened may seem to lie ahead.
  return seconds > 40 ? 'in a moment' : 'just now';
}

/** 75 seconds as 1:15. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null) return UNKNOWN;
  return `${String(Math.floor(seconds / 60))}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;
}
