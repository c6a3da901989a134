import { setImmediate as nextLoopTurn } from 'node:timers/promises';
import type { Clock } from './clock.ts';

/**
 * Creates the breaks of a long loop whose steps wait for nothing but each other. Call the function
 * between two steps: once in `longestBlockMs`, it waits for the next turn of the event loop.
 */
export function createLoopBreaks(clock: Clock, longestBlockMs: number): () => Promise<void> {
  let blockedSince = clock.now();

  return async () => {
    if (clock.now() - blockedSince < longestBlockMs) return;

    await nextLoopTurn();
    blockedSince = clock.now();
  };
}
