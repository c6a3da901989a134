/** A period that people can choose. Both days are included. */
interface UsagePeriod {
  readonly title: string;
  readonly from: string;
  readonly to: string;
}

const MONTHS_KEPT = 13;

/** This month, today, the last 30 days, and the earlier months that are kept. `today` is a day in the operator's time zone. */
export function listPeriods(today: string): readonly UsagePeriod[] {
  const [year = 1970, month = 1] = today.split('-').map(Number);
  const months = Array.from({ length: MONTHS_KEPT }, (_, back) => monthBefore(year, month, back));
  const [thisMonth, ...earlier] = months;
  return [
    { title: 'This month', from: thisMonth?.from ?? today, to: today },
    { title: 'Today', from: today, to: today },
    { title: 'The last 30 days', from: daysBefore(today, 29), to: today },
    ...earlier,
  ];
}

function monthBefore(year: number, month: number, back: number): UsagePeriod {
  const first = new Date(Date.UTC(year, month - 1 - back, 1));
  const last = new Date(Date.UTC(year, month - back, 0));
  const title = first.toLocaleDateString(undefined, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return { title, from: dayOf(first), to: dayOf(last) };
}

function daysBefore(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - count);
  return dayOf(date);
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
