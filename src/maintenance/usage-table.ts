import type { UsageGroup, UsageRow } from '../contracts/usage.ts';
import { toSnakeCase } from '../lib/to-snake-case.ts';
import { USAGE_ENTRY_NAMES } from '../lib/usage-entry-names.ts';
import { USAGE_FIELDS } from '../usage/add-numbers.ts';

/** A table can have both, so it needs no group for days by model. */
type TableGroup = Exclude<UsageGroup, 'day model'>;

/** One column of the table. */
export interface UsageColumn {
  readonly name: string;
  cell(row: UsageRow): string | number;
  /** The column holds the name that people know of such a cell instead. */
  readonly labelOf?: TableGroup;
}

/** The columns of a table of usage. */
export interface UsageTable {
  readonly columns: readonly UsageColumn[];
  /** The rows that are the same in these are added up. */
  readonly groups: readonly TableGroup[];
  readonly isSum: boolean;
}

const PROVIDER: UsageColumn = { name: 'provider', cell: ({ provider }) => provider };

/** The columns of each group, in the order of the table. */
const COLUMNS: Readonly<Record<TableGroup, readonly UsageColumn[]>> = {
  day: [entryColumn('day')],
  purpose: [entryColumn('purpose')],
  person: namedColumns('person'),
  channel: namedColumns('channel'),
  server: namedColumns('server'),
  model: [PROVIDER, { name: 'model', cell: ({ model }) => model }],
  key: [PROVIDER, { name: 'key', cell: ({ keyAlias = '' }) => keyAlias }],
};
const PLATFORM: UsageColumn = { name: 'platform', cell: ({ platform }) => platform };
const NUMBERS = USAGE_FIELDS.map(
  (field): UsageColumn => ({
    name: toSnakeCase(field),
    cell: (row) => row[field],
  }),
);

/** The groups that a table can be made of. */
export const ALL_GROUPS = Object.keys(COLUMNS) as readonly TableGroup[];

/** Tells whether a word is one of them. */
export function isUsageGroup(word: string): word is TableGroup {
  return Object.hasOwn(COLUMNS, word);
}

/** Makes the table of rows, or of their sums by groups. */
export function usageTable(by: readonly TableGroup[] | undefined): UsageTable {
  const groups = ALL_GROUPS.filter((group) => by?.includes(group) ?? true);
  const columns = groups.flatMap((group) => COLUMNS[group]);
  const whole = by ? columns : [PLATFORM, ...columns];
  return { groups, isSum: by !== undefined, columns: [...new Set(whole), ...NUMBERS] };
}

function entryColumn(group: TableGroup): UsageColumn {
  return { name: group, cell: USAGE_ENTRY_NAMES[group] };
}

function namedColumns(group: TableGroup): readonly UsageColumn[] {
  return [entryColumn(group), { ...entryColumn(group), name: `${group}_name`, labelOf: group }];
}
