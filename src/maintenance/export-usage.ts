import { parseArgs } from 'node:util';
import { readConfig } from '../config/read-config.ts';
import type { Store } from '../contracts/store.ts';
import type { UsageQuery, UsageRow } from '../contracts/usage.ts';
import { BotError, ConfigError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import { silentLog } from '../lib/log.ts';
import { addDays, isDay, utcDay } from '../lib/page/days.ts';
import { USAGE_ENTRY_NAMES } from '../lib/usage-entry-names.ts';
import { openStore } from '../store/open-store.ts';
import { addNumbers, NOTHING_USED } from '../usage/add-numbers.ts';
import { createReadRows, type ReadRows } from '../usage/read-rows.ts';
import { KEPT_DAYS, publicRow } from '../usage/stored-usage.ts';
import { readNames } from '../usage/usage-names.ts';
import { explainArguments } from './explain-arguments.ts';
import { ALL_GROUPS, isUsageGroup, type UsageTable, usageTable } from './usage-table.ts';
import { writeCsvLine } from './write-csv-line.ts';

interface ExportParts {
  readonly env: Env;
  readonly clock: Clock;
  /** What the command line says behind the action. */
  readonly args: readonly string[];
  /** Resolves when more can be written. */
  readonly write: (text: string) => Promise<void>;
  /** Takes what a person should know that is no part of the table. */
  readonly note: (text: string) => void;
}

const IN_MEMORY =
  'STORE_URL is memory:, which no second process can reach. /usage shows the numbers in a chat.';
const HELP =
  'Write it as in: npm run --silent usage -- --from 2026-11-01 --to 2026-11-30 --by day,model';
const NO_ROWS = 'Nothing was used in this time, as far as the store says.\n';

/**
 * Writes what was used as CSV (RFC 4180). Only reads the store, also beside the running bot.
 *
 * @throws A `ConfigError` for arguments that make no sense, a `BotError` where there is no store.
 */
export async function exportUsage({ env, clock, args, write, note }: ExportParts): Promise<void> {
  const today = utcDay(clock.now());
  const { query, table } = readArguments(args, today);
  const { storeUrl } = readConfig(env);
  if (storeUrl.startsWith('memory:')) throw new BotError(IN_MEMORY);

  const store = await openStore({ url: storeUrl, clock, log: silentLog, readOnly: true });
  try {
    const readRows = createReadRows({ store, log: silentLog, today: () => today });
    const batches = table.isSum ? sumRows(readRows, query, table) : rawRows(readRows, query);
    await write(writeCsvLine(table.columns.map(({ name }) => name)));
    let count = 0;
    for await (const rows of batches) {
      count += rows.length;
      await write((await toLines(store, table, rows)).join(''));
    }
    if (count === 0) note(NO_ROWS);
  } finally {
    await store.close();
  }
}

/** @throws A `ConfigError`. */
function readArguments(args: readonly string[], today: string) {
  const { from, to, by } = parseOptions(args);
  const query: UsageQuery = {
    from: readDay('--from', from) ?? addDays(today, -KEPT_DAYS),
    // It is tomorrow already in other zones.
    to: readDay('--to', to) ?? addDays(today, 1),
  };
  if (query.from > query.to) {
    throw new ConfigError(`--from ${query.from} is after --to ${query.to}. ${HELP}`);
  }
  const names = by?.split(',').map((name) => name.trim());
  const unknown = names?.find((name) => !isUsageGroup(name));
  if (unknown !== undefined) {
    throw new ConfigError(
      `--by: “${unknown}” is not among ${ALL_GROUPS.join(', ')}. Separate several with commas.`,
    );
  }
  return { query, table: usageTable(names?.filter(isUsageGroup)) };
}

function parseOptions(args: readonly string[]) {
  const option = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { from: option, to: option, by: option },
    });
    return values;
  } catch (error) {
    throw explainArguments(error, HELP);
  }
}

function readDay(option: string, value: string | undefined): string | undefined {
  if (value === undefined || isDay(value)) return value;
  throw new ConfigError(`${option}: “${value}” is not a day. ${HELP}`);
}

async function* rawRows(readRows: ReadRows, query: UsageQuery) {
  for await (const found of readRows(query)) {
    yield found.flatMap(({ current }) => {
      const row = current();
      return row ? [publicRow(row)] : [];
    });
  }
}

/** Adds up all rows that look the same in the table. */
async function* sumRows(readRows: ReadRows, query: UsageQuery, { groups }: UsageTable) {
  const sums = new Map<string, UsageRow>();
  for await (const rows of rawRows(readRows, query)) {
    for (const row of rows) {
      const key = JSON.stringify(groups.map((group) => USAGE_ENTRY_NAMES[group](row)));
      sums.set(key, { ...row, ...addNumbers(sums.get(key) ?? NOTHING_USED, row) });
    }
  }
  yield [...sums.values()];
}

async function toLines(
  store: Store,
  { columns }: UsageTable,
  rows: readonly UsageRow[],
): Promise<readonly string[]> {
  const cells = await Promise.all(
    columns.map(async ({ cell, labelOf }) => {
      if (!labelOf) return rows.map(cell);
      const labels = await readNames(store, labelOf, [...new Set(rows.map(cell))].map(String));
      return rows.map((row) => labels.get(String(cell(row))) ?? '');
    }),
  );
  return rows.map((_, index) => writeCsvLine(cells.map((column) => column[index] ?? '')));
}
