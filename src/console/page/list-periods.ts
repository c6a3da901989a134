import { addDays, boundsOf, monthBefore, monthOf } from '../../lib/page/days.ts';

/** A period that people can choose. Both days are included. */
interface UsagePeriod {
  readonly title: string;
  readonly from: string;
  readonly to: string;
}

const EARLIER_MONTHS = 12;

/** This month, today, the last 30 days, and the earlier months that are kept. `today` is a day in the operator's time zone. */
export function listPeriods(today: string): readonly UsagePeriod[] {
  const [monthBegan] = boundsOf(monthOf(today));
  const periods = [
    { title: 'This month', from: monthBegan, to: today },
    { title: 'Today', from: today, to: today },
    { title: 'The last 30 days', from: addDays(today, -29), to: today },
  ];
  let month = monthOf(today);
  for (let count = 0; count < EARLIER_MONTHS; count += 1) {
    month = monthBefore(month);
    const [from, to] = boundsOf(month);
    periods.push({ title: titleOf(from), from, to });
  }
  return periods;
}

function titleOf(firstDay: string): string {
  const options = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Date(firstDay).toLocaleDateString(undefined, options);
}
