import type { LocalNetwork } from '../../playground/local-network.ts';

/** Generous: the machine may be busy. Nothing waits that long unless it fails. */
const DEADLINE_MS = 20_000;

/** Resolves with what `look` finds; looks again at every change of the network. Rejects with `what` after a deadline. */
export function waitFor<Found>(
  network: LocalNetwork,
  what: string,
  look: () => Found | undefined | false,
): Promise<Found> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      clearTimeout(deadline);
      clearInterval(poll);
      unwatch();
      end();
    };
    const check = () => {
      const found = look();
      if (found) settle(() => resolve(found));
    };
    const deadline = setTimeout(
      () => settle(() => reject(new Error(`waited in vain: ${what}`))),
      DEADLINE_MS,
    );
    // For what is no change of the network, such as requests that reached a model.
    const poll = setInterval(check, 50);
    const unwatch = network.watch(check);
    check();
  });
}
