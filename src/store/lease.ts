import { randomUUID } from 'node:crypto';
import type { Store } from '../contracts/store.ts';
import { BotError, StoreError } from '../errors.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import { isProcessAlive } from '../lib/is-process-alive.ts';
import type { Log } from '../lib/log.ts';
import { readPidWorld } from '../lib/read-pid-world.ts';

/** The process that may write to a store. Stored under the key of the lease. */
export interface LeaseHolder {
  readonly format: 1;
  /** Identifies this lease. */
  readonly token: string;
  readonly pid: number;
  /** As `readPidWorld` names it. */
  readonly pidWorld: string;
  /** Unix milliseconds. */
  readonly since: number;
  /** Unix milliseconds. */
  readonly renewedAt: number;
}

/** The right of this process to write to a store. Renews itself until it is released. */
export interface Lease {
  /** The last process on this store did not release its lease: it was killed, or the machine lost its power. */
  readonly isAfterCrash: boolean;
  /**
   * Call it before a write elsewhere. A process that stood still, as a paused container does, may have
   * lost the lease without knowing it: it must not write over what the next one has written.
   */
  confirm(): Promise<void>;
  /**
   * Lets the next process in. On a store that takes no writes, the lease stays: the next process then
   * sees that this one is gone, or that it is silent.
   */
  release(): Promise<void>;
}

/** The store to lease, and what to do when another process has taken it over. */
export interface LeaseOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /**
   * Called when another process has the lease, so this process must stop. The store refuses its
   * writes.
   */
  onLost(): void;
  /** Ends the wait for another process. */
  readonly signal?: AbortSignal;
  /** Tells whether the holder is certainly dead. Default: looks for its process. */
  isGone?(holder: LeaseHolder): boolean;
}

const KEY = 'lease';
const RENEW_EVERY_MS = 5_000;
const EXPIRES_AFTER_MS = 15_000;
const LOOK_EVERY_MS = 500;
/** Twice the age at which another process takes a lease over. */
const FRESH_FOR_MS = 2 * EXPIRES_AFTER_MS;

/** Reads the present holder of a store. `undefined`: no process holds it. */
export async function readLease(store: Store): Promise<LeaseHolder | undefined> {
  const value = await store.get(KEY);
  return isHolder(value) ? value : undefined;
}

function isHolder(value: unknown): value is LeaseHolder {
  if (typeof value !== 'object' || value === null) return false;
  const { token, pid, pidWorld, since, renewedAt }: Partial<Record<keyof LeaseHolder, unknown>> =
    value;
  const areTexts = [token, pidWorld].every((part) => typeof part === 'string');
  return areTexts && [pid, since, renewedAt].every(Number.isFinite);
}

/**
 * Tells whether the holder has renewed its lease in the last 30 s, so a process works on the store.
 */
export function isFresh(lease: LeaseHolder | undefined, now: number): boolean {
  return lease !== undefined && now - lease.renewedAt < FRESH_FOR_MS;
}

/**
 * Makes this process the only one that works on the store: two processes would answer every message
 * twice. Waits until the holder releases the lease, dies, or has not renewed it for 15 s.
 *
 * @throws A `BotError` when `signal` ends the wait.
 */
export async function acquireLease(options: LeaseOptions): Promise<Lease> {
  const { store, clock } = options;
  const identity = {
    format: 1,
    token: randomUUID(),
    pid: process.pid,
    pidWorld: readPidWorld(),
  } as const;

  const isUnreadable = await removeUnreadable(options);
  for (;;) {
    const previous = await waitUntilFree(options);
    const holder = { ...identity, since: clock.now(), renewedAt: clock.now() };
    if (!(await store.claim(KEY, previous, holder))) continue;
    const isAfterCrash = isUnreadable || previous !== undefined;
    return { ...keepLease(holder, options), isAfterCrash };
  }
}

/** A lease that cannot be read would never be free. A process that still holds it notices the loss. */
async function removeUnreadable({ store, log }: LeaseOptions): Promise<boolean> {
  const value = await store.get(KEY);
  if (value === undefined || isHolder(value)) return false;
  log.warn({ key: KEY }, 'store: the lease cannot be read, removing it');
  await store.write([{ key: KEY, value: undefined }]);
  return true;
}

/**
 * Resolves with the previous holder, which no longer works on
 * the store. `undefined`: the store was released, or is new.
 */
async function waitUntilFree(options: LeaseOptions): Promise<LeaseHolder | undefined> {
  const { store, clock, log, signal, isGone = isHolderGone } = options;
  let lastRenewal: { readonly renewedAt: number; readonly seenAt: number } | undefined;

  for (;;) {
    const holder = await readLease(store);
    if (!holder || isGone(holder)) return holder;

    if (!lastRenewal) log.warn(fieldsOf(holder), 'store: another Parley works on it, waiting');
    if (lastRenewal?.renewedAt !== holder.renewedAt)
      lastRenewal = { renewedAt: holder.renewedAt, seenAt: clock.now() };

    // The stored time alone is not enough: it lies in the future if the clock was set back since.
    const silentSince = Math.min(lastRenewal.seenAt, holder.renewedAt);
    if (clock.now() - silentSince >= EXPIRES_AFTER_MS) return holder;

    await sleep(clock, LOOK_EVERY_MS, signal);
    if (signal?.aborted)
      throw new BotError('Parley was stopped while it waited for another Parley on this store.');
  }
}

/** Tells whether the holder has certainly ended: no process of this machine has its id. */
export function isHolderGone({ pid, pidWorld }: LeaseHolder): boolean {
  if (pidWorld !== readPidWorld()) return false;
  // An earlier owner of our own id is dead. This happens in a restarted container, where every Parley
  // is process 1.
  return pid === process.pid || !isProcessAlive(pid);
}

function keepLease(
  first: LeaseHolder,
  { store, clock, log, onLost }: LeaseOptions,
): Omit<Lease, 'isAfterCrash'> {
  let current = first;
  let renewal: Promise<void> | undefined;
  let isReleased = false;
  let cancel = scheduleRenewal();

  function scheduleRenewal(): () => void {
    return clock.after(RENEW_EVERY_MS, () => {
      renewal = renew();
    });
  }

  async function renew(): Promise<void> {
    try {
      if (!(await claimAgain())) return onLost();
    } catch (error) {
      const level = error instanceof StoreError ? 'debug' : 'warn';
      log[level]({ error }, 'store: cannot renew the lease, retrying');
    }
    if (!isReleased) cancel = scheduleRenewal();
  }

  /** Gives `false` when another process holds the lease. */
  async function claimAgain(): Promise<boolean> {
    const next = { ...current, renewedAt: clock.now() };
    const isRenewed = (await store.claim(KEY, current, next)) || (await claimArrived(next));
    if (isRenewed) current = next;
    return isRenewed;
  }

  /** An earlier renewal that failed may have arrived all the same: then the lease is still ours. */
  async function claimArrived(next: LeaseHolder): Promise<boolean> {
    const holder = await readLease(store);
    return holder?.token === current.token && (await store.claim(KEY, holder, next));
  }

  /** A lease that cannot be read tells nothing; the store has logged why. */
  async function isTakenOver(): Promise<boolean> {
    const value = await store.get(KEY).catch(() => current);
    return value === undefined || (isHolder(value) && value.token !== current.token);
  }

  return {
    async confirm() {
      // Nobody takes over a lease that is younger.
      const isYoung = clock.now() - current.renewedAt < EXPIRES_AFTER_MS;
      if (isYoung || isReleased || !(await isTakenOver())) return;
      onLost();
      throw new BotError('Another Parley has taken over the store.');
    },

    async release() {
      isReleased = true;
      cancel();
      await renewal;
      // The store has logged why it failed, and everything else has ended in order.
      await store.claim(KEY, current, undefined).catch(ignoreStoreFailure);
    },
  };
}

function ignoreStoreFailure(error: unknown): void {
  if (!(error instanceof StoreError)) throw error;
}

function fieldsOf({ pid, since, renewedAt }: LeaseHolder): Record<string, unknown> {
  return {
    pid,
    since: new Date(since).toISOString(),
    renewedAt: new Date(renewedAt).toISOString(),
  };
}
