import type { UsageRow } from '../../contracts/usage.ts';
import { channelKey } from '../../lib/channel-key.ts';
import type { ChartDay } from './draw-chart.ts';
import { daysIn } from './usage-days.ts';
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
  const days = Array.from({ length: daysIn(month) }, () => ({
    series: names.map(() => 0),
    rest: 0,
  }));
  for await (const row of rows) {
    const day = days[Number(row.day.slice(-2)) - 1];
    if (!day || !row.day.startsWith(month)) continue;

    const amount = unit === 'usd' ? row.usd : row.inputTokens + row.outputTokens;
    const index = names.indexOf(nameInList(row, list));
    if (index < 0) day.rest += amount;
    else day.series[index] = (day.series[index] ?? 0) + amount;
  }
  return days;
}

/** The name of a row in a list, as in `UsageEntry.name`. */
function nameInList(row: UsageRow, list: UsageList): string {
  const { platform, personId, server, provider, model, keyAlias } = row;
  switch (list) {
    case 'model':
      return `${provider}/${model}`;
    case 'person':
      return personId === undefined ? '' : channelKey({ platform, id: personId });
    case 'server':
      return server === undefined ? '' : channelKey({ platform, id: server });
    case 'key':
      return keyAlias === undefined ? provider : `${provider} ${keyAlias}`;
  }
}
