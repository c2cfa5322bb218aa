/** Offsets such as +05:30 are no names: they know nothing of daylight saving. */
const NAME = /^[A-Za-z][\w+-]*(\/[\w+-]+)*$/;

/**
 * An IANA time zone by its name as this runtime's data knows it, links such as Asia/Kolkata included, written as there
 * (europe/paris is Europe/Paris); null where there is none.
 */
export function toTimezone(text: string): string | null {
  if (!NAME.test(text)) return null;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions();
    // A link resolves to another name, and stays what the person called it.
    return timeZone.toLowerCase() === text.toLowerCase() ? timeZone : text;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
