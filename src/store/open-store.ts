import { resolve } from 'node:path';
import type { Store } from '../contracts/store.ts';
import { ConfigError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { StorageAdapter } from './local-adapter.ts';
import { createMemoryAdapter } from './memory-adapter.ts';
import { splitUrl } from './split-url.ts';
import { createSqliteAdapter } from './sqlite-adapter.ts';
import { createStore } from './store.ts';

export interface StoreOptions {
  /** `sqlite:<path>`, or `memory:`, which forgets everything at the end. */
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Only looks, as the health check does beside the running bot: creates and sweeps nothing. */
  readonly readOnly?: boolean;
}

type Open = (path: string, options: StoreOptions) => StorageAdapter;

/** By the scheme of STORE_URL. */
const ADAPTERS: Readonly<Record<string, Open>> = {
  sqlite(path, { clock, readOnly = false }) {
    if (path === '')
      throw new ConfigError('STORE_URL: say where the file is, as in sqlite:./data/parley.sqlite.');
    return createSqliteAdapter({ path: resolve(path), clock, readOnly });
  },
  memory: (_path, { clock }) => createMemoryAdapter({ clock }),
};

/** Opens the store that STORE_URL names. Throws a `ConfigError` where a person must change something. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { scheme, path } = splitUrl(options.url);
  const open = ADAPTERS[scheme];
  if (!open) {
    // Only the scheme is named: the rest may hold a password.
    throw new ConfigError(
      `STORE_URL: ${scheme === '' ? 'it has no scheme' : `“${scheme}:” is not supported`}. Use sqlite:./data/parley.sqlite, or memory: to keep nothing.`,
    );
  }
  const adapter = open(path, options);
  const store = createStore({ adapter, clock: options.clock });
  if (options.readOnly) return store;
  const stopSweeping = keepSwept(adapter, options);
  return {
    ...store,
    close() {
      stopSweeping();
      return store.close();
    },
  };
}

const SWEEP_EVERY_MS = 60 * 60 * 1000;
/** Small, because the whole program waits for a batch; the next one leaves room for others to work. */
const SWEEP_BATCH = 500;
const SWEEP_PAUSE_MS = 50;

/** Removes expired values now and then every hour, until the function it gives is called. */
function keepSwept(adapter: StorageAdapter, { clock, log }: StoreOptions): () => void {
  let cancel = clock.after(0, sweep);
  let stopped = false;

  async function sweepBatch(): Promise<void> {
    let removed = 0;
    try {
      removed = await adapter.sweep(SWEEP_BATCH);
    } catch (error) {
      log.warn(
        { error },
        'Could not remove expired values from the store; trying again in an hour',
      );
    }
    if (!stopped)
      cancel = clock.after(removed === SWEEP_BATCH ? SWEEP_PAUSE_MS : SWEEP_EVERY_MS, sweep);
  }

  function sweep(): void {
    void sweepBatch();
  }

  return () => {
    stopped = true;
    cancel();
  };
}
