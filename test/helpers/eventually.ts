import { setTimeout as wait } from 'node:timers/promises';

/** Generous: the machine may be busy. Nothing waits that long unless it fails. */
const DEADLINE_MS = 20_000;

/** Resolves when `look` says yes; rejects with `what` after a deadline. */
export async function eventually(what: string, look: () => boolean): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!look()) {
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await wait(5);
  }
}
