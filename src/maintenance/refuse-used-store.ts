import type { Store } from '../contracts/store.ts';
import { ConfigError } from '../errors.ts';
import { findLivingMembers } from '../fleet/find-living-members.ts';
import { readStoreFormat, STORE_FORMAT } from '../fleet/store-format.ts';
import { readWaitingEvents } from '../fleet/waiting-events.ts';
import type { Clock } from '../lib/clock.ts';
import { silentLog } from '../lib/log.ts';
import { isFresh, isHolderGone, readLease } from '../store/lease.ts';
import { openStore } from '../store/open-store.ts';
import { storeFile } from '../store/store-file.ts';
import type { EntrySource } from '../store/stored-entry.ts';

/** A store, as a command names it. */
export interface NamedStore {
  /** The word of the command, or the variable. */
  readonly name: string;
  readonly url: string;
}

/**
 * Makes sure that no Parley works on a store, and that this one can read it. A store that is not there is in nobody's use.
 *
 * @throws A `ConfigError`.
 */
export async function refuseUsedStore({ name, url }: NamedStore, clock: Clock): Promise<void> {
  const store = await openToLook(url);
  if (!store) return;
  try {
    const file = storeFile(url);
    const users = await (file === undefined ? findMembers(store, clock) : findHolder(store, clock));
    if (users !== undefined) {
      throw new ConfigError(
        `${name}: ${users} on this store. Stop every Parley on it, which takes at most 10 s, and try again.`,
      );
    }
    const { format, version } = await readStoreFormat(store);
    if (format > STORE_FORMAT) {
      throw new ConfigError(
        `${name}: Parley ${version} wrote this store, in format ${format}; this Parley reads formats up to ${STORE_FORMAT}. Use that version, or a newer one.`,
      );
    }
  } finally {
    await store.close();
  }

  async function openToLook(address: string): Promise<Store | undefined> {
    try {
      return await openStore({ url: address, clock, log: silentLog, readOnly: true });
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      return undefined;
    }
  }
}

async function findHolder(store: Store, clock: Clock): Promise<string | undefined> {
  const holder = await readLease(store);
  const isUsed = holder && isFresh(holder, clock.now()) && !isHolderGone(holder);
  return isUsed ? `process ${holder.pid} works` : undefined;
}

async function findMembers(store: Store, clock: Clock): Promise<string | undefined> {
  const members = await findLivingMembers({ store, clock });
  if (members.length === 0) return undefined;
  const shown = members.map(({ number, role }) => `${number} (${role})`).join(', ');
  return members.length === 1 ? `process ${shown} works` : `processes ${shown} work`;
}

/**
 * Makes sure that no event waits: it is no entry, and would get lost.
 *
 * @throws A `ConfigError`.
 */
export async function refuseWaitingEvents({ query }: EntrySource, name: string): Promise<void> {
  const { count } = query ? await readWaitingEvents(query) : { count: 0 };
  if (count === 0) return;
  throw new ConfigError(
    `${name}: events of the networks wait to be dealt with: ${count}. The copy would lose them. Start a worker and no gateway (PARLEY_ROLE=worker), wait until npm run doctor says that no event waits, stop it, and try again.`,
  );
}
