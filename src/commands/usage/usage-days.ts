import type { UsageQuery } from '../../contracts/usage.ts';
import type { UsagePeriod } from './usage-view.ts';

/** The first and the last day of a period, as `2026-11-30`. */
export function usageDays(period: UsagePeriod, today: string): Pick<UsageQuery, 'from' | 'to'> {
  if (period === 'today') return { from: today, to: today };
  const month = period === 'last' ? monthBefore(monthOfDay(today)) : monthOfDay(today);
  return { from: `${month}-01`, to: `${month}-${daysIn(month)}` };
}

/** The month of a day, as `2026-11`. */
export function monthOfDay(day: string): string {
  return day.slice(0, 'YYYY-MM'.length);
}

/** The number of days of a month. */
export function daysIn(month: string): number {
  const { year, index } = partsOf(month);
  return new Date(Date.UTC(year, index + 1, 0)).getUTCDate();
}

function monthBefore(month: string): string {
  const { year, index } = partsOf(month);
  return new Date(Date.UTC(year, index - 1, 1)).toISOString().slice(0, month.length);
}

function partsOf(month: string): { readonly year: number; readonly index: number } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return { year, index: number - 1 };
}
