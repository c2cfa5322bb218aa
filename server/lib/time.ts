const CALENDAR_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether `text` is an existing ISO 8601 calendar day: 2026-02-29 is not. */
export function isDate(text: string): boolean {
  if (!CALENDAR_DAY.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
