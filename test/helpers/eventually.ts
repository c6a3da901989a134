import { setTimeout as wait } from 'node:timers/promises';
import { GIVE_UP_MS } from './give-up-ms.ts';

/** Resolves when `look` returns true. Rejects with `what` after `GIVE_UP_MS`. */
export async function eventually(
  what: string,
  look: () => boolean | Promise<boolean>,
): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  while (!(await look())) {
    if (performance.now() > giveUpAt)
      throw new Error(`did not happen within ${GIVE_UP_MS / 1000} s: ${what}`);
    await wait(5);
  }
}
