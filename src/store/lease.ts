import { randomUUID } from 'node:crypto';
import type { Store } from '../contracts/store.ts';
import { BotError } from '../errors.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import { isProcessAlive } from '../lib/is-process-alive.ts';
import type { Log } from '../lib/log.ts';
import { readPidWorld } from '../lib/read-pid-world.ts';

/** Who may write to a store. */
export interface LeaseHolder {
  readonly format: 1;
  readonly token: string;
  readonly pid: number;
  /** As `readPidWorld` names it. */
  readonly pidWorld: string;
  /** Unix ms. */
  readonly since: number;
  /** Unix ms. */
  readonly renewedAt: number;
}

export interface Lease {
  /** Lets the next process in. */
  release(): Promise<void>;
}

export interface LeaseOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Another process holds the lease now: stop. Whatever this one still writes is refused. */
  onLost(): void;
  /** Gives up the wait. */
  readonly signal?: AbortSignal;
  /** Whether the holder is known to be dead. */
  isGone?(holder: LeaseHolder): boolean;
}

const KEY = 'lease';
const RENEW_EVERY_MS = 5_000;
const EXPIRES_AFTER_MS = 15_000;
const LOOK_EVERY_MS = 500;
/** Twice what a lease may be old before another process takes it over. */
const TOO_OLD_MS = 2 * EXPIRES_AFTER_MS;

/** `undefined`: no process holds the store. */
export async function readLease(store: Store): Promise<LeaseHolder | undefined> {
  // Only `acquireLease` writes this key.
  return (await store.get(KEY)) as LeaseHolder | undefined;
}

/** Whether its holder has renewed it not long ago: a process works on the store. */
export function isFresh(lease: LeaseHolder | undefined, now: number): lease is LeaseHolder {
  return lease !== undefined && now - lease.renewedAt < TOO_OLD_MS;
}

/**
 * Makes this process the only one that works on the store: two would answer every message twice. Waits for the holder
 * to release it, to die, or to be silent for 15 s; rejects only when `signal` gives up the wait.
 */
export async function acquireLease(options: LeaseOptions): Promise<Lease> {
  const { store, clock } = options;
  const now = clock.now();
  const mine: LeaseHolder = {
    format: 1,
    token: randomUUID(),
    pid: process.pid,
    pidWorld: readPidWorld(),
    since: now,
    renewedAt: now,
  };
  for (;;) {
    const before = await waitUntilFree(options);
    const next = { ...mine, since: clock.now(), renewedAt: clock.now() };
    if (await store.claim(KEY, before, next)) return keepLease(next, options);
  }
}

/** The holder that is no longer one, if there ever was. */
async function waitUntilFree(options: LeaseOptions): Promise<LeaseHolder | undefined> {
  const { store, clock, log, signal, isGone = isDead } = options;
  let watched: { readonly renewedAt: number; readonly from: number } | undefined;
  for (;;) {
    const holder = await readLease(store);
    if (!holder || isGone(holder)) return holder;
    if (!watched)
      log.warn(describe(holder), 'Another Parley works on this store. Waiting until it ends.');
    // What it wrote is not enough: if the clock was set back since, that lies in the future. So we also time what we
    // see.
    if (watched?.renewedAt !== holder.renewedAt)
      watched = { renewedAt: holder.renewedAt, from: clock.now() };
    if (clock.now() - Math.min(watched.from, holder.renewedAt) >= EXPIRES_AFTER_MS) return holder;
    await sleep(clock, LOOK_EVERY_MS, signal);
    if (signal?.aborted)
      throw new BotError('Stopped while another Parley was working on this store.');
  }
}

function isDead({ pid, pidWorld }: LeaseHolder): boolean {
  // Our own id in our own world: whoever had it before us is dead. A restarted container sees this, where everything is
  // process 1.
  return pidWorld === readPidWorld() && (pid === process.pid || !isProcessAlive(pid));
}

function keepLease(first: LeaseHolder, { store, clock, log, onLost }: LeaseOptions): Lease {
  let current = first;
  let renewing: Promise<void> | undefined;
  let released = false;
  let cancel = scheduleRenewal();

  function scheduleRenewal(): () => void {
    return clock.after(RENEW_EVERY_MS, () => {
      renewing = renew();
    });
  }

  async function renew(): Promise<void> {
    try {
      const next = { ...current, renewedAt: clock.now() };
      if (!(await store.claim(KEY, current, next))) return onLost();
      current = next;
    } catch (error) {
      log.warn({ error }, 'Could not renew the lease of the store; trying again');
    }
    if (!released) cancel = scheduleRenewal();
  }

  return {
    async release() {
      released = true;
      cancel();
      await renewing;
      await store.claim(KEY, current, undefined);
    },
  };
}

function describe({ pid, since, renewedAt }: LeaseHolder): Record<string, unknown> {
  return {
    pid,
    since: new Date(since).toISOString(),
    renewedAt: new Date(renewedAt).toISOString(),
  };
}
