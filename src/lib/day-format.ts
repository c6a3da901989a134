/**
 * Gives the function that tells the day of a time (Unix milliseconds) in a zone: `2026-11-30`. Formats are slow to
 * create. A zone that this machine does not know counts as UTC.
 */
export function createDayFormat(timeZone: string): (at: number) => string {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  // Canada writes dates as ISO 8601 does.
  const formatIn = (zone: string) =>
    new Intl.DateTimeFormat('en-CA', { ...parts, timeZone: zone }).format;
  try {
    return formatIn(timeZone);
  } catch {
    return formatIn('UTC');
  }
}
