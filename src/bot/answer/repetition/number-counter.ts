/** Tells numbers that only count up, as in `Step 41`, `Step 42`, from numbers that say something. */
export interface NumberCounter {
  /** Gives the role of the next number of the text. */
  take(value: number): NumberRole;
}

/**
 * - `next`: a new number, one more than a number shortly before it
 * - `same`: the last such number again
 * - `own`: any other number, such as those of a list that is repeated
 */
export type NumberRole = 'next' | 'same' | 'own';

/** A line that counts has rarely more numbers than this. */
const NUMBERS_PER_LINE = 16;
/** The numbers that are not new. Few lists are longer. */
const RECENT_NUMBERS = 64;

/** Creates a counter that has seen no number. */
export function createNumberCounter(): NumberCounter {
  const recent: number[] = [];
  let counter: number | undefined;
  let sinceNext = 0;

  return {
    take(value) {
      sinceNext += 1;
      if (value === counter && sinceNext <= NUMBERS_PER_LINE) return 'same';

      const before = recent.lastIndexOf(value - 1);
      const isNear = before !== -1 && before >= recent.length - NUMBERS_PER_LINE;
      const isNext = isNear && !recent.includes(value);
      recent.push(value);
      if (recent.length > RECENT_NUMBERS) recent.shift();
      if (!isNext) return 'own';

      counter = value;
      sinceNext = 0;
      return 'next';
    },
  };
}
