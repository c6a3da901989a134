import type { UsageEntry, UsageGroup, UsageNumbers, UsageRow } from '../contracts/usage.ts';
import { USAGE_ENTRY_NAMES } from '../lib/usage-entry-names.ts';
import { addNumbers, NOTHING_USED } from './add-numbers.ts';

/** Adds rows up, altogether and by groups. */
export interface RowSums {
  add(row: UsageRow): void;
  readonly total: UsageNumbers;
  entries(group: UsageGroup): readonly UsageEntry[];
}

/** Creates sums that are all zero. */
export function createRowSums(groups: readonly UsageGroup[]): RowSums {
  let total = NOTHING_USED;
  const sums = new Map(groups.map((group) => [group, new Map<string, UsageNumbers>()]));

  return {
    add(row) {
      total = addNumbers(total, row);
      for (const [group, entries] of sums) {
        const name = USAGE_ENTRY_NAMES[group](row);
        entries.set(name, addNumbers(entries.get(name) ?? NOTHING_USED, row));
      }
    },
    get total() {
      return total;
    },
    entries(group) {
      const entries = [...(sums.get(group) ?? [])].map(([name, numbers]) => ({ name, ...numbers }));
      return entries.sort(group === 'day' ? byName : byUse);
    },
  };
}

function byName(a: UsageEntry, b: UsageEntry): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

/** The most dollars first, then the most tokens. */
function byUse(a: UsageEntry, b: UsageEntry): number {
  return b.usd - a.usd || tokensOf(b) - tokensOf(a) || byName(a, b);
}

function tokensOf({ inputTokens, outputTokens }: UsageNumbers): number {
  return inputTokens + outputTokens;
}
