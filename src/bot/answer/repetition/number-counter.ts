/** Tells numbers that only count up, as in `Step 41`, `Step 42`, from numbers that say something. */
export interface NumberCounter {
  /** Gives the role of the next number of the text. */
  take(value: number): NumberRole;
}

/** `next`: one more than a number shortly before. `same`: the last such number again. `own`: anything else. */
export type NumberRole = 'next' | 'same' | 'own';

/** A line that counts has rarely more numbers than this. */
const RECENT_NUMBERS = 16;

/** Creates a counter that has seen no number. */
export function createNumberCounter(): NumberCounter {
  const recent: number[] = [];
  let counter: number | undefined;
  let sinceNext = 0;

  return {
    take(value) {
      sinceNext += 1;
      if (value === counter && sinceNext <= RECENT_NUMBERS) return 'same';

      const isNext = recent.includes(value - 1) && !recent.includes(value);
      recent.push(value);
      if (recent.length > RECENT_NUMBERS) recent.shift();
      if (!isNext) return 'own';

      counter = value;
      sinceNext = 0;
      return 'next';
    },
  };
}
