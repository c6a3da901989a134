import { type Clock, sleep } from './clock.ts';

/**
 * Waits for some work, and at most `ms`. Tells whether it has ended; what has not goes on. No timer stays, which would
 * keep the process alive.
 *
 * @throws What the work throws meanwhile.
 */
export async function endsWithin(
  clock: Clock,
  ms: number,
  work: Promise<unknown>,
): Promise<boolean> {
  const waited = new AbortController();
  const ended = work.then(() => true);
  const late = sleep(clock, ms, waited.signal).then(() => false);
  try {
    return await Promise.race([ended, late]);
  } finally {
    waited.abort();
  }
}
