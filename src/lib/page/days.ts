/*
 * Days and months of the calendar as texts: `2026-11-30` and `2026-11`, which compare as they follow each other.
 * Runs in browsers, too.
 */

const DAY_MS = 24 * 60 * 60 * 1000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Tells whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  const ms = DAY.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(ms) && utcDay(ms) === text;
}

/** The day of a time, which is in Unix milliseconds, in UTC. */
export function utcDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The day that comes a number of days after another one, or before it. */
export function addDays(day: string, days: number): string {
  return utcDay(Date.parse(day) + days * DAY_MS);
}

/** All days from the first to the last one. */
export function* daysFrom(first: string, last: string): Generator<string> {
  for (let day = first; day <= last; day = addDays(day, 1)) yield day;
}

/** The month of a day. */
export function monthOf(day: string): string {
  return day.slice(0, 'YYYY-MM'.length);
}

/** The month before another one. */
export function monthBefore(month: string): string {
  return monthOf(addDays(`${month}-01`, -1));
}

/** The first and the last day of a day or a month. */
export function boundsOf(period: string): readonly [first: string, last: string] {
  if (period.length > monthOf(period).length) return [period, period];
  const first = `${period}-01`;
  return [first, addDays(`${monthOf(addDays(first, 31))}-01`, -1)];
}
