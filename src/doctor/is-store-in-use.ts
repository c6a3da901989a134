import { findLivingMembers } from '../fleet/find-living-members.ts';
import type { Clock } from '../lib/clock.ts';
import { isFresh, readLease } from '../store/lease.ts';
import type { OpenedStore } from '../store/open-store.ts';

/** Tells whether a process works on a store, on this machine or on another one. */
export async function isStoreInUse(store: OpenedStore, clock: Clock): Promise<boolean> {
  const isShared = store.database !== undefined || store.query !== undefined;
  if (!isShared) return isFresh(await readLease(store), clock.now());
  return (await findLivingMembers({ store, clock })).length > 0;
}
