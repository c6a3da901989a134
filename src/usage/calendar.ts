import type { Clock } from '../lib/clock.ts';
import { createDayFormat } from '../lib/day-format.ts';

/** The day at the operator. */
export interface Calendar {
  /** `2026-11-30`. */
  today(): string;
}

interface CalendarParts {
  readonly clock: Clock;
  /** The IANA name of the operator's zone, which may change at any time. */
  readonly timeZone: () => string;
}

const MINUTE_MS = 60_000;

/** Creates the calendar of a zone. */
export function createCalendar({ clock, timeZone }: CalendarParts): Calendar {
  let format = createDayFormat('UTC');
  let zone = 'UTC';
  /** The last answer. Days of all zones begin with a minute. */
  let minute = Number.NaN;
  let day = '';

  return {
    today() {
      const now = clock.now();
      const newZone = timeZone();
      const newMinute = Math.floor(now / MINUTE_MS);
      if (newZone === zone && newMinute === minute) return day;

      if (newZone !== zone) format = createDayFormat(newZone);
      zone = newZone;
      minute = newMinute;
      day = format(now);
      return day;
    },
  };
}
