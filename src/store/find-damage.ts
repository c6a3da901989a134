import { once } from 'node:events';
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** SQLite reads about 200 MB per second. The end of the process waits for a check that runs. */
const MAX_BYTES = 1024 ** 3;

/**
 * Searches an SQLite file for damage with `PRAGMA quick_check`, in a thread of its own. Changes
 * nothing, and does not disturb a process that writes to the file.
 *
 * @returns What SQLite says about the damage; nothing for a good file. `undefined`: the file is
 * larger than 1 GB, and was not read.
 */
export async function findDamage(path: string): Promise<readonly string[] | undefined> {
  if (statSync(path).size > MAX_BYTES) return undefined;

  const worker = new Worker(new URL('./quick-check-worker.ts', import.meta.url), {
    workerData: { path },
  });
  const [problems] = await once(worker, 'message');
  return problems;
}
