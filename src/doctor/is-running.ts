import { readConfig } from '../config/read-config.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import { silentLog } from '../lib/log.ts';
import { isFresh, readLease } from '../store/lease.ts';
import { openStore } from '../store/open-store.ts';

interface RunningParts {
  readonly env: Env;
  readonly clock: Clock;
}

/**
 * Tells whether a process works on the store, because it has renewed its lease recently. Always true
 * for a store in memory, which other processes cannot see.
 */
export async function isRunning({ env, clock }: RunningParts): Promise<boolean> {
  const { storeUrl } = readConfig(env);
  if (storeUrl.startsWith('memory:')) return true;

  const store = await openStore({ url: storeUrl, clock, log: silentLog, readOnly: true });
  const lease = await readLease(store).finally(() => store.close());
  return isFresh(lease, clock.now());
}
