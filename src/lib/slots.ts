/** A limited number of slots, with a line of callers that wait for one. */
interface Slots {
  /** True while no slot is free. */
  readonly areTaken: boolean;
  /**
   * Resolves with true when the caller has a slot, and
   * with false when the signal aborts or the line is full.
   */
  take(signal: AbortSignal): Promise<boolean>;
  /** Gives a slot back. Call it once for each slot that was taken. */
  give(): void;
}

/** Creates `count` slots, for which at most `maxWaiting` callers wait. */
export function createSlots(count: number, maxWaiting: number): Slots {
  let free = count;
  /** The callers that wait, in the order in which they came. */
  const waiting = new Set<() => void>();

  return {
    get areTaken() {
      return free === 0;
    },

    async take(signal) {
      if (signal.aborted) return false;
      if (free > 0) {
        free -= 1;
        return true;
      }
      if (waiting.size >= maxWaiting) return false;

      const { promise, resolve } = Promise.withResolvers<boolean>();
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve(true);
      };
      const leave = () => {
        waiting.delete(enter);
        resolve(false);
      };
      waiting.add(enter);
      signal.addEventListener('abort', leave, { once: true });
      return promise;
    },

    give() {
      const [next] = waiting;
      if (next) {
        waiting.delete(next);
        next();
      } else free += 1;
    },
  };
}
