import { type Clock, sleep } from '../../../lib/clock.ts';

/** Growing pauses between tries, with jitter, the first of half a second at most. */
export interface Backoff {
  wait(signal: AbortSignal): Promise<void>;
  /** It worked: the next pause is a short one. */
  reset(): void;
}

const FIRST_MS = 500;

export function createBackoff(clock: Clock, longestMs = 30_000): Backoff {
  let tries = 0;
  return {
    wait(signal) {
      const ms = Math.min(FIRST_MS * 2 ** tries++, longestMs);
      return sleep(clock, ms * (0.5 + Math.random() / 2), signal);
    },
    reset() {
      tries = 0;
    },
  };
}
