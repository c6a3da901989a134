import type { UsageQuery } from '../../contracts/usage.ts';
import { boundsOf, monthBefore, monthOf } from '../../lib/page/days.ts';
import type { UsagePeriod } from './usage-view.ts';

/** The first and the last day of a period, as `2026-11-30`. */
export function usageDays(period: UsagePeriod, today: string): Pick<UsageQuery, 'from' | 'to'> {
  const month = monthOf(today);
  const spans = { today, month, last: monthBefore(month) };
  const [from, to] = boundsOf(spans[period]);
  return { from, to };
}
