import type { UsageRow } from '../../contracts/usage.ts';
import { boundsOf, daysFrom } from '../../lib/page/days.ts';
import { USAGE_ENTRY_NAMES } from '../../lib/usage-entry-names.ts';
import type { ChartDay } from './draw-chart.ts';
import type { UsageList } from './usage-view.ts';

/** The bars of a month to add up. */
interface MonthOfBars {
  /** As `2026-11`. */
  readonly month: string;
  readonly list: UsageList;
  /** The names of the parts of a bar that have a colour of their own, as in the list of a report. */
  readonly names: readonly string[];
  readonly unit: 'usd' | 'tokens';
}

/** Adds up the rows of a month to bars: one for each day, in parts. */
export async function addUpDays(
  rows: AsyncIterable<UsageRow>,
  { month, list, names, unit }: MonthOfBars,
): Promise<readonly ChartDay[]> {
  const days = Array.from(daysFrom(...boundsOf(month)), () => ({
    series: names.map(() => 0),
    rest: 0,
  }));
  for await (const row of rows) {
    const day = days[Number(row.day.slice(-2)) - 1];
    if (!day || !row.day.startsWith(month)) continue;

    const amount = unit === 'usd' ? row.usd : row.inputTokens + row.outputTokens;
    const index = names.indexOf(USAGE_ENTRY_NAMES[list](row));
    if (index < 0) day.rest += amount;
    else day.series[index] = (day.series[index] ?? 0) + amount;
  }
  return days;
}
