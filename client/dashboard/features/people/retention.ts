const MOST_DAYS = 3_660;

/** Days as they were typed: null, nothing, is for ever; undefined is no such number. */
export function parseRetention(typed: string): number | null | undefined {
  const text = typed.trim().replace(/[,\s]/g, '');
  if (text === '') return null;
  const days = /^\d+$/.test(text) ? Number(text) : 0;
  return days >= 1 && days <= MOST_DAYS ? days : undefined;
}
