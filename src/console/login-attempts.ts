import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';

/** Bounds the wrong tokens that people may try. */
export interface LoginAttempts {
  /** Milliseconds to wait before the next attempt from this address. 0: none. */
  waitMs(address: string): number;
  countFailure(address: string): void;
  forget(address: string): void;
}

interface Failures {
  readonly count: number;
  readonly blockedUntil: number;
}

/** So many mistakes are free. */
const FREE = 5;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;
const REMEMBERED_MS = 60 * 60_000;
const MAX_ADDRESSES = 1_000;
/** From all addresses together, so that many addresses are no way around. */
const EVERYBODY = 'everybody';
const FREE_OF_EVERYBODY = 50;

/** Creates a count without failures. The wait doubles with each failure, up to five minutes. */
export function createLoginAttempts(clock: Clock): LoginAttempts {
  const failures = createExpiringMap<string, Failures>({ clock, maxEntries: MAX_ADDRESSES });

  function count(key: string, free: number): void {
    const { count: before = 0 } = failures.get(key) ?? {};
    const surplus = before + 1 - free;
    const waitMs = surplus < 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** surplus);
    const blockedUntil = clock.now() + waitMs;
    failures.set(key, { count: Math.min(before + 1, 1_000), blockedUntil }, REMEMBERED_MS);
  }

  const left = (key: string) =>
    Math.min(LONGEST_WAIT_MS, Math.max(0, (failures.get(key)?.blockedUntil ?? 0) - clock.now()));

  return {
    waitMs: (address) => Math.max(left(networkOfAddress(address)), left(EVERYBODY)),

    countFailure(address) {
      count(networkOfAddress(address), FREE);
      count(EVERYBODY, FREE_OF_EVERYBODY);
    },

    forget: (address) => failures.delete(networkOfAddress(address)),
  };
}

/** One subscriber has a whole network of IPv6 addresses. */
function networkOfAddress(address: string): string {
  return address.includes(':') && !address.includes('.')
    ? address.split(':').slice(0, 4).join(':')
    : address;
}
