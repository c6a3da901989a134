import { createDayFormat } from '../lib/day-format.ts';

/** The spans of time for which what is used is added up. */
export type LimitPeriod = 'day' | 'month';

/** Knows when days and months end in a time zone. */
export interface ResetTimes {
  /** Unix milliseconds: the end of the present day or month. */
  next(period: LimitPeriod): number;
}

const HOUR_MS = 3_600_000;
/** Longer than any day, where clocks change, and than any month. */
const LONGEST_MS: Readonly<Record<LimitPeriod, number>> = {
  day: 50 * HOUR_MS,
  month: 33 * 24 * HOUR_MS,
};
/** `2026-11-30`, and `2026-11`. */
const LABEL_LENGTH: Readonly<Record<LimitPeriod, number>> = { day: 10, month: 7 };

/** Creates the reset times. `timeZone` gives an IANA name, which the operator may change. */
export function createResetTimes(now: () => number, timeZone: () => string): ResetTimes {
  let zone = '';
  let format: ((at: number) => string) | undefined;
  const known: Partial<Record<LimitPeriod, { readonly label: string; readonly endsAt: number }>> =
    {};

  function labelOf(period: LimitPeriod, at: number): string {
    return (format?.(at) ?? '').slice(0, LABEL_LENGTH[period]);
  }

  function useZone(): void {
    if (format && zone === timeZone()) return;
    zone = timeZone();
    format = createDayFormat(zone);
    delete known.day;
    delete known.month;
  }

  /** Halves the time until the first moment of the next day or month is left: clocks change on some days. */
  function findEnd(period: LimitPeriod, label: string, from: number): number {
    let before = from;
    let after = from + LONGEST_MS[period];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (labelOf(period, middle) === label) before = middle;
      else after = middle;
    }
    return after;
  }

  return {
    next(period) {
      useZone();
      const at = now();
      const label = labelOf(period, at);
      const last = known[period];
      if (last?.label === label) return last.endsAt;
      const endsAt = findEnd(period, label, at);
      known[period] = { label, endsAt };
      return endsAt;
    },
  };
}
