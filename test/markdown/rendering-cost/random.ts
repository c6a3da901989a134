/** Random numbers that are the same for the same seed. */
export interface Random {
  /** A number from 0 up to but not including 1. */
  share(): number;
  /** A whole number from 0 up to but not including `end`. */
  below(end: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** Makes a stream of random numbers (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function share(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  const below = (end: number) => Math.floor(share() * end);
  return {
    share,
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError('There is nothing to pick.');
      return item;
    },
  };
}
