import type { LocalNetwork } from '../../playground/local-network.ts';
import { GIVE_UP_MS } from './give-up-ms.ts';

/** Some states change without a change of the network, such as the requests that reach a model. */
const POLL_MS = 50;

/**
 * Resolves with the first result of `look` that is neither undefined nor false; looks again at
 * every change of the network. Rejects with `what` after `GIVE_UP_MS`.
 */
export function waitFor<Found>(
  network: Pick<LocalNetwork, 'watch'>,
  what: string,
  look: () => Found | undefined | false,
): Promise<Found> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      clearTimeout(giveUp);
      clearInterval(poll);
      unwatch();
      end();
    };
    const check = () => {
      const found = look();
      if (found) settle(() => resolve(found));
    };

    const error = new Error(`did not happen within ${GIVE_UP_MS / 1000} s: ${what}`);
    const giveUp = setTimeout(() => settle(() => reject(error)), GIVE_UP_MS);
    const poll = setInterval(check, POLL_MS);
    const unwatch = network.watch(check);
    check();
  });
}
