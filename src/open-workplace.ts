import type { Config } from './config/read-config.ts';
import type { Database } from './contracts/database.ts';
import type { Fleet } from './contracts/fleet.ts';
import type { Observe } from './contracts/observation.ts';
import { createFleetOfOne } from './fleet/fleet-of-one.ts';
import type { OpenFleet } from './fleet/open-fleet.ts';
import { chooseStoreFormat } from './fleet/store-format.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import { omitUndefined } from './lib/omit-undefined.ts';
import { readOwnVersion } from './lib/own-version.ts';
import { checkAfterCrash } from './store/check-after-crash.ts';
import { acquireLease, type Lease } from './store/lease.ts';
import { type OpenedStore, openStore, type StoreOptions } from './store/open-store.ts';

interface WorkplaceParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly observe: Observe;
  readonly signal?: AbortSignal | undefined;
  readonly onLeaseLost: () => void;
  readonly onStoreOpened?: StoreOptions['onOpened'];
}

/** The store, and the right of this process to work on it. */
export interface Workplace {
  readonly store: OpenedStore;
  readonly lease: Pick<Lease, 'confirm'>;
  readonly fleet: Fleet;
  /** Absent: no other process may work on the store. */
  readonly shared?: Pick<OpenFleet, 'put' | 'takeEvents' | 'startHosting' | 'shareAccounts'>;
  /** Lets other processes take over, and closes the store. */
  close(): Promise<void>;
}

/**
 * Opens the store. On one for a single process, waits until no other one works on it. `undefined`: `signal` ended the
 * wait.
 */
export async function openWorkplace(parts: WorkplaceParts): Promise<Workplace | undefined> {
  const { clock, log, observe, onStoreOpened: onOpened } = parts;
  const { storeUrl: url, storeDirectUrl: directUrl, storeConnections: connections } = parts.config;
  const options = { url, directUrl, connections, clock, log, observe, onOpened };
  const store = await openStore(omitUndefined(options));
  return store.database ? joinOthers(store, store.database, parts) : workAlone(store, parts);
}

async function joinOthers(
  store: OpenedStore,
  database: Database,
  { config, clock, log, onLeaseLost: onLost }: WorkplaceParts,
): Promise<Workplace> {
  // Loaded on demand, as most bots have no fleet.
  const { openFleet } = await import('./fleet/open-fleet.ts');
  const version = readOwnVersion();
  const { role } = config;
  const opened = await openFleet({ store, database, role, version, clock, log, onLost }).catch(
    async (error: unknown) => {
      await store.close();
      throw error;
    },
  );
  const { membership, fleet } = opened;
  return {
    store,
    fleet,
    lease: membership,
    shared: opened,
    async close() {
      opened.stop();
      await membership.release().finally(store.close);
    },
  };
}

async function workAlone(
  store: OpenedStore,
  { config, clock, log, signal, onLeaseLost: onLost }: WorkplaceParts,
): Promise<Workplace | undefined> {
  const lease = await acquireLease(omitUndefined({ store, clock, log, onLost, signal })).catch(
    async (error: unknown) => {
      await store.close();
      if (!signal?.aborted) throw error;
    },
  );
  if (!lease) return undefined;

  const fleet = createFleetOfOne({ version: readOwnVersion(), now: clock.now() });
  const close = () => lease.release().finally(store.close);
  const { self } = fleet;
  await chooseStoreFormat({ store, self, readMembers: async () => [self], log }).catch(
    async (error: unknown) => {
      await close();
      throw error;
    },
  );
  if (lease.isAfterCrash) void checkAfterCrash(config.storeUrl, log);
  return { store, fleet, lease, close };
}
