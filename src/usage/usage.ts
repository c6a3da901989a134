import type { Store } from '../contracts/store.ts';
import type { Usage, UsageEntry, UsageGroup } from '../contracts/usage.ts';
import type { Calendar } from './calendar.ts';
import { currentRows, type ReadRows } from './read-rows.ts';
import { createRowSums } from './row-sums.ts';
import { publicRow } from './stored-usage.ts';
import { readNames } from './usage-names.ts';

interface UsageParts {
  readonly store: Pick<Store, 'getMany'>;
  readonly calendar: Calendar;
  readonly readRows: ReadRows;
  readonly forget: Usage['forgetPerson'];
}

/** Creates the look at what was used. */
export function createUsage({ store, calendar, readRows, forget }: UsageParts): Usage {
  async function withLabels(group: UsageGroup, entries: readonly UsageEntry[]) {
    const names = entries.map(({ name }) => name);
    const labels = await readNames(store, group, names);
    return entries.map((entry) => {
      const label = labels.get(entry.name);
      return label === undefined ? entry : { ...entry, label };
    });
  }

  return {
    today: calendar.today,

    async report(query, groups) {
      const sums = createRowSums(groups);
      for await (const rows of currentRows(readRows, query)) {
        for (const row of rows) sums.add(row);
      }
      const by = await Promise.all(
        groups.map(async (group) => [group, await withLabels(group, sums.entries(group))] as const),
      );
      return { total: sums.total, by: Object.fromEntries(by) };
    },

    async *rows(query) {
      for await (const rows of currentRows(readRows, query)) yield* rows.map(publicRow);
    },

    forgetPerson: forget,
  };
}
