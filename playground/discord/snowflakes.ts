import type { Clock } from '../../src/lib/clock.ts';

/** The first millisecond of 2015: Discord counts from there. */
const DISCORD_EPOCH_MS = 1_420_070_400_000;

/** Makes ids as Discord does: milliseconds, then a counter; later ids are always greater. */
export function createSnowflakeSource(clock: Clock): () => string {
  let last = 0n;
  return () => {
    const now = BigInt(Math.max(0, clock.now() - DISCORD_EPOCH_MS)) << 22n;
    last = now > last ? now : last + 1n;
    return String(last);
  };
}

/** When an id was made, in Unix milliseconds. */
export function snowflakeTimeMs(id: string): number {
  return Number(BigInt(id) >> 22n) + DISCORD_EPOCH_MS;
}

/** An id that is the same at every start: the `index`th of one fixed moment. */
export function fixedSnowflake(index: number): string {
  return String((BigInt(Date.UTC(2026, 0, 1) - DISCORD_EPOCH_MS) << 22n) + BigInt(index));
}

export function isSnowflake(text: string): boolean {
  return /^\d{1,20}$/.test(text);
}

/** Sorts ids by age, oldest first: decimal strings of different length do not sort as text. */
export function compareSnowflakes(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}
