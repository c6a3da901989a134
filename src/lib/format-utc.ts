/** Writes a moment to the minute, as `2026-11-29 08:05 UTC`. `undefined`: no calendar has the date. */
export function formatUtc(unixMs: number): string | undefined {
  const date = new Date(unixMs);
  if (Number.isNaN(date.getTime())) return undefined;
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
