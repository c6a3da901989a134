import { setTimeout as wait } from 'node:timers/promises';

/** Waits until `look` returns true, and gives up after `giveUpMs`. Returns whether it did. */
export async function happensWithin(giveUpMs: number, look: () => boolean): Promise<boolean> {
  const giveUpAt = performance.now() + giveUpMs;
  while (!look()) {
    if (performance.now() > giveUpAt) return false;
    await wait(1);
  }
  return true;
}
