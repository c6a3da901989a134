import type { Button, Controls } from '../../contracts/reply-surface.ts';
import { capitalize } from '../../lib/capitalize.ts';
import type { Texts } from '../../texts/en/index.ts';
import { nameOfPlace, type Reader } from '../scopes/place.ts';
import { maySeeUsage } from './may-see-usage.ts';
import {
  listsOf,
  USAGE_OWNERS,
  USAGE_PERIODS,
  type UsageView,
  writeUsageView,
} from './usage-view.ts';

/** The buttons to look at something else: only at what the person may see. */
export async function usageControls(
  view: UsageView,
  reader: Reader,
  texts: Texts,
): Promise<Controls> {
  const { author, channel } = reader;
  const buttonTo = (change: Partial<UsageView>, label: string): Button => {
    const target = { ...view, ...change };
    // In each row, one button leads to what is shown already, and no two buttons of a message have the same id.
    const id = `usage:${author.id}:${writeUsageView(target)}:${Object.keys(change)[0]}`;
    const isHere = writeUsageView(target) === writeUsageView(view);
    return isHere ? { id, label, style: 'primary' } : { id, label };
  };

  const owners: Button[] = [];
  // One after the other: the first one may have to ask the network, which remembers its answer.
  for (const owner of USAGE_OWNERS) {
    if (!(await maySeeUsage(owner, reader))) continue;
    const label = owner === 'me' ? texts.usage.me : capitalize(nameOfPlace(owner, channel, texts));
    const list = listsOf(owner).includes(view.list) ? view.list : 'model';
    owners.push(buttonTo({ owner, list }, label));
  }
  const periods = USAGE_PERIODS.map((period) => buttonTo({ period }, texts.usage.periods[period]));
  const lists = listsOf(view.owner).map((list) => buttonTo({ list }, texts.usage.by[list]));
  return [owners, periods, lists].filter((row) => row.length > 1);
}
