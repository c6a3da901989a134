import type { Provider } from '../contracts/provider.ts';
import { ProviderError } from '../errors.ts';
import type { KeyRing } from './key-ring.ts';
import { pauseAfter } from './pause-after.ts';

/** The attempts at one answer: what was tried, and what is left to try. */
export interface Attempts {
  /** Where to go on after this failure, and when; `undefined`: nowhere. */
  after(key: Provider, error: unknown): Attempt | undefined;
}

export interface Attempt {
  readonly key: Provider;
  readonly waitMs: number;
}

const MOST_ATTEMPTS = 5;
const MOST_ATTEMPTS_PER_KEY = 2;
/** Nobody waits longer for an answer that has not begun. */
const LONGEST_PAUSE_MS = 10_000;

export function createAttempts(keys: KeyRing, random: () => number): Attempts {
  const counts = new Map<Provider, number>();
  let total = 0;
  const isSpent = (key: Provider) => (counts.get(key) ?? 0) >= MOST_ATTEMPTS_PER_KEY;
  const soonest = (): Attempt | undefined => {
    const key = keys.next(isSpent);
    return key && { key, waitMs: keys.restOf(key) };
  };

  return {
    after(key, error) {
      total += 1;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      const pause = error instanceof ProviderError ? pauseAfter(error, total, random) : undefined;
      if (pause?.ofKeyOnly) keys.rest(key, pause.ms);
      if (!pause || total >= MOST_ATTEMPTS) return undefined;
      const next = pause.ofKeyOnly ? soonest() : { key, waitMs: pause.ms };
      return next && !isSpent(next.key) && next.waitMs <= LONGEST_PAUSE_MS ? next : undefined;
    },
  };
}
