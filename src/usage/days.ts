const DAY_MS = 24 * 60 * 60 * 1000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Tells whether a text is a day of the calendar, as `2026-11-30`. */
export function isDay(text: string): boolean {
  const ms = DAY.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(ms) && toDay(ms) === text;
}

/** The day that comes a number of days after another one, or before it. */
export function addDays(day: string, days: number): string {
  return toDay(Date.parse(day) + days * DAY_MS);
}

/** All days from the first to the last one. */
export function* daysFrom(first: string, last: string): Generator<string> {
  for (let day = first; day <= last; day = addDays(day, 1)) yield day;
}

/** The month of a day: `2026-11`. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** The first and the last day of a day or a month. */
export function boundsOf(period: string): readonly [first: string, last: string] {
  if (period.length > monthOf(period).length) return [period, period];
  const first = `${period}-01`;
  return [first, addDays(`${monthOf(addDays(first, 31))}-01`, -1)];
}

function toDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
