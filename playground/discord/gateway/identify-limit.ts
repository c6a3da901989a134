import { systemClock } from '../../../src/lib/clock.ts';
import type { Rate } from '../limits.ts';
import { createRateWindow, type RateWindow } from '../rate-window.ts';
import type { Shard, Sharding } from './sharding.ts';

/**
 * Creates the limit of identifies: the shards of one bucket share it. Gives a function that counts one, and tells
 * whether it is allowed. It follows the real time, as the gateway does.
 */
export function createIdentifyLimit(rate: Rate, sharding: Sharding): (shard: Shard) => boolean {
  // Bounded by the concurrency.
  const windows = new Map<number, RateWindow>();

  return ({ id }) => {
    const bucket = id % sharding.maxConcurrency;
    const window = windows.get(bucket) ?? createRateWindow(systemClock, rate);
    windows.set(bucket, window);
    if (sharding.remainingStarts < 1 || window.take() > 0) return false;
    sharding.remainingStarts -= 1;
    return true;
  };
}
