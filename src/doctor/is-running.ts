import { readConfig } from '../config/read-config.ts';
import { readMemberRecords } from '../fleet/read-member-records.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import { isPostgresUrl } from '../lib/is-postgres-url.ts';
import { silentLog } from '../lib/log.ts';
import { readPidWorld } from '../lib/read-pid-world.ts';
import { isFresh, readLease } from '../store/lease.ts';
import { openStore } from '../store/open-store.ts';

interface RunningParts {
  readonly env: Env;
  readonly clock: Clock;
}

const WHY =
  'Either none runs, or it cannot write its store: its log and npm run doctor then say why.';

/** Says that `isRunning` found none, and what that may mean. */
export function notRunning(env: Env): string {
  const { storeUrl, role } = readConfig(env);
  return isPostgresUrl(storeUrl)
    ? `No Parley with PARLEY_ROLE=${role} works on the store from this machine or container; others do not count. ${WHY}`
    : `No Parley works on the store: no process has renewed its lease for 30 s. ${WHY}`;
}

/** A member renews its record every few seconds. */
const FRESH_MS = 30_000;

/**
 * Tells whether a process works on the store, because it has renewed its lease recently. Of the processes on a store in
 * PostgreSQL, it must be one of this machine or container with the role of PARLEY_ROLE: the others say nothing about
 * the health of this one. Always true for a store in memory, which other processes cannot see.
 */
export async function isRunning({ env, clock }: RunningParts): Promise<boolean> {
  const { storeUrl, role } = readConfig(env);
  if (storeUrl.startsWith('memory:')) return true;

  const store = await openStore({ url: storeUrl, clock, log: silentLog, readOnly: true });
  try {
    if (!store.query) return isFresh(await readLease(store), clock.now());
    const records = [...(await readMemberRecords(store)).values()];
    return records.some(({ member, pidWorld, renewedAt, isDead }) => {
      const isHere = pidWorld === readPidWorld() && member.role === role && !isDead;
      return isHere && clock.now() - renewedAt < FRESH_MS;
    });
  } finally {
    await store.close();
  }
}
