import type { TestContext } from 'node:test';
import { type Clock, systemClock } from '../../../src/lib/clock.ts';
import { silentLog } from '../../../src/lib/log.ts';
import {
  type OpenedPostgres,
  openPostgres,
  type PostgresOptions,
} from '../../../src/store/postgres/open-postgres.ts';

/** Waits a tenth of the time, for what is tried again after a while. */
export const hastyClock: Clock = {
  now: systemClock.now,
  after: (ms, run) => systemClock.after(ms / 10, run),
};

/** Opens a store as one process does, until the test ends. */
export async function openTestStore(
  t: TestContext,
  url: string,
  options: Partial<PostgresOptions> = {},
): Promise<Required<Omit<OpenedPostgres, 'query'>>> {
  const opened = await openPostgres({
    url,
    clock: systemClock,
    log: silentLog,
    readOnly: false,
    ...options,
  });
  t.after(() => opened.adapter.disconnect?.());
  if (!opened.database) throw new Error('A store that is only read has no database.');
  return { adapter: opened.adapter, database: opened.database };
}
