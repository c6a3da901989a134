import type { Clock } from '../../src/lib/clock.ts';

/** The first millisecond of 2015. Discord's ids count time from there. */
const DISCORD_EPOCH_MS = 1_420_070_400_000;

/**
 * Creates a function that gives new ids as Discord does: milliseconds, then a counter. A later id
 * is always greater.
 */
export function createSnowflakeSource(clock: Clock): () => string {
  let lastId = 0n;

  return () => {
    const firstOfNow = BigInt(Math.max(0, clock.now() - DISCORD_EPOCH_MS)) << 22n;
    lastId = firstOfNow > lastId ? firstOfNow : lastId + 1n;
    return String(lastId);
  };
}

/** The time at which an id was made, in Unix milliseconds. */
export function snowflakeTimeMs(id: string): number {
  return Number(BigInt(id) >> 22n) + DISCORD_EPOCH_MS;
}

/** An id that is the same at every start: number `index` of one fixed moment. */
export function fixedSnowflake(index: number): string {
  return String((BigInt(Date.UTC(2026, 0, 1) - DISCORD_EPOCH_MS) << 22n) + BigInt(index));
}

/** True when a text has the shape of an id. */
export function isSnowflake(text: string): boolean {
  return /^\d{1,20}$/.test(text);
}

/**
 * Compares ids by age, to sort the oldest first. Decimal strings of different lengths do not sort
 * as texts.
 */
export function compareSnowflakes(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}
