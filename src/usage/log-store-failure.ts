import { StoreError } from '../errors.ts';
import type { Log } from '../lib/log.ts';

/** Logs that something failed which is tried again. Of its failures, the store itself warns once for all that use it. */
export function logStoreFailure(log: Log, error: unknown, message: string): void {
  if (error instanceof StoreError) log.info({ error: error.message }, message);
  else log.warn({ error }, message);
}
