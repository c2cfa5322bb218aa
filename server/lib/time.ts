const DAY_MS = 86_400_000;
const CALENDAR_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether `text` is an existing ISO 8601 calendar day: 2026-02-29 is not. */
export function isDate(text: string): boolean {
  if (!CALENDAR_DAY.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** The UTC day of an instant, `2026-11-22`. */
export function toDate(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** When the UTC day of an instant begins; both in milliseconds since 1970. */
export function startOfUtcDay(instant: number): number {
  return Math.floor(instant / DAY_MS) * DAY_MS;
}
