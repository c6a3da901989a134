import type { Clock } from '../../src/lib/clock.ts';
import { silentLog as log } from '../../src/lib/log.ts';
import type { StorageAdapter } from '../../src/store/local-adapter.ts';
import { openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { freshDatabase } from '../helpers/postgres.ts';

/** One database and one pool of connections for many tests, one after the other: opening them takes longer than a test. */
export function createPostgresDisk() {
  let current: Clock;
  const clock: Clock = {
    now: () => current.now(),
    after: (ms, run) => current.after(ms, run),
  };
  let opening: Promise<StorageAdapter> | undefined;

  async function openAdapter(): Promise<StorageAdapter> {
    const url = await freshDatabase();
    return (await openPostgres({ url, clock, log, readOnly: false })).adapter;
  }

  return {
    /** Gives the database without any keys, on the clock of the next test. */
    async openEmpty(given: Clock): Promise<StorageAdapter> {
      current = given;
      opening ??= openAdapter();
      const adapter = await opening;
      await adapter.clear();
      return adapter;
    },

    async close(): Promise<void> {
      await (await opening)?.disconnect?.();
    },
  };
}
