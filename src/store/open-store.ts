import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Database } from '../contracts/database.ts';
import type { Observe } from '../contracts/observation.ts';
import type { Store } from '../contracts/store.ts';
import { ConfigError, StoreError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import type { StorageAdapter } from './local-adapter.ts';
import { createMemoryAdapter } from './memory-adapter.ts';
import type { DatabaseOptions } from './open-database.ts';
import { reportTrouble } from './report-trouble.ts';
import { splitUrl } from './split-url.ts';
import { createSqliteAdapter } from './sqlite-adapter.ts';
import { createStore } from './store.ts';
import { watchFile } from './watch-file.ts';

/** The store to open, and the way to open it. */
export interface StoreOptions {
  /** `sqlite:<path>`, `postgres://…`, or `memory:`, which loses everything when the process ends. */
  readonly url: string;
  /** As in `PostgresOptions`. */
  readonly directUrl?: string | undefined;
  readonly connections?: number | undefined;
  readonly patienceMs?: number | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly observe?: Observe;
  /** Creates and sweeps nothing, for a look at the store beside the running bot. */
  readonly readOnly?: boolean;
  /** For tests: gets the SQLite database, for instance to limit its size. */
  readonly onOpened?: DatabaseOptions['onOpened'];
}

/** A store. In PostgreSQL, the parts that keep more than values by key get the database with it. */
export type OpenedStore = Store & Omit<OpenedAdapter, 'adapter'>;

/** An opened storage adapter, and its database. */
interface OpenedAdapter {
  readonly adapter: StorageAdapter;
  readonly database?: Database;
  /** As in `OpenedPostgres`. */
  readonly query?: Database['query'];
}

type OpenAdapter = (path: string, options: StoreOptions) => OpenedAdapter | Promise<OpenedAdapter>;

/** The storage adapters by the scheme of STORE_URL. */
const ADAPTERS: Readonly<Record<string, OpenAdapter>> = {
  sqlite(path, { clock, log, readOnly = false, onOpened }) {
    if (path === '') {
      throw new ConfigError(
        'STORE_URL: the path of the file is missing. Write it as in sqlite:./data/parley.sqlite.',
      );
    }
    const file = resolve(path);
    if (!readOnly && isEmptyFile(file)) {
      log.warn({ file }, 'store: the file is empty, starting without any conversations');
    }
    return {
      adapter: createSqliteAdapter(omitUndefined({ path: file, clock, readOnly, onOpened })),
    };
  },
  memory: (_path, { clock }) => ({ adapter: createMemoryAdapter({ clock }) }),
  postgres: openDatabaseServer,
  postgresql: openDatabaseServer,
};

/** Loads the driver where it is needed. */
async function openDatabaseServer(_path: string, options: StoreOptions): Promise<OpenedAdapter> {
  const { openPostgres } = await import('./postgres/open-postgres.ts');
  return openPostgres({ ...options, readOnly: options.readOnly ?? false });
}

/**
 * Opens the store that STORE_URL names. Removes expired
 * values in the background until the store is closed.
 *
 * @throws A `ConfigError` when a person must change something.
 */
export async function openStore(options: StoreOptions): Promise<OpenedStore> {
  const { scheme, path } = splitUrl(options.url);
  const openAdapter = ADAPTERS[scheme];
  if (!openAdapter) {
    // The message names only the scheme, because the rest may contain a password.
    const problem = scheme === '' ? 'it has no scheme' : `“${scheme}:” is not supported`;
    throw new ConfigError(
      `STORE_URL: ${problem}. Use sqlite:./data/parley.sqlite, postgres://… for several processes, or memory: to keep nothing.`,
    );
  }

  const { adapter, ...rest } = await openAdapter(path, options);
  const store = reportTrouble(createStore({ adapter, clock: options.clock }), options);
  if (options.readOnly) return { ...store, ...rest };

  const stopSweeping = startSweeping(adapter, options);
  const stopWatching = scheme === 'sqlite' && watchFile({ ...options, file: resolve(path) });
  return {
    ...store,
    ...rest,
    close() {
      stopSweeping();
      if (stopWatching) stopWatching();
      return store.close();
    },
  };
}

/** An interrupted copy or a full disk may leave an empty file behind. */
function isEmptyFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.size === 0;
}

const SWEEP_EVERY_MS = 60 * 60 * 1000;
/** A batch is small, because the whole program waits for it. */
const SWEEP_BATCH = 500;
/** The pause between two batches, in which other work can run. */
const SWEEP_PAUSE_MS = 50;

/** Removes expired values and unused room immediately, and then every hour. Gives a function that stops this. */
function startSweeping(adapter: StorageAdapter, { clock, log }: StoreOptions): () => void {
  let isStopped = false;
  let cancel = clock.after(0, sweep);

  async function sweepBatch(): Promise<void> {
    let isFinished = true;
    try {
      const removed = await adapter.sweep(SWEEP_BATCH);
      isFinished = removed < SWEEP_BATCH && !(await adapter.compact());
    } catch (error) {
      const reason = error instanceof StoreError ? error.message : error;
      log.warn({ error: reason }, 'store: cannot remove expired values, retrying in an hour');
    }

    const pauseMs = isFinished ? SWEEP_EVERY_MS : SWEEP_PAUSE_MS;
    if (!isStopped) cancel = clock.after(pauseMs, sweep);
  }

  function sweep(): void {
    void sweepBatch();
  }

  return () => {
    isStopped = true;
    cancel();
  };
}
