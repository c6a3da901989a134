/** So many at once; whoever comes later waits in line. */
export interface Slots {
  /** All are taken. */
  readonly areTaken: boolean;
  /** Waits for a slot. `false`: the signal aborted, or the line is full. */
  take(signal: AbortSignal): Promise<boolean>;
  /** Gives a slot back; once for each that was taken. */
  give(): void;
}

export function createSlots(count: number, mostWaiting: number): Slots {
  let free = count;
  /** In the order in which they came. */
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
      if (waiting.size >= mostWaiting) return false;
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
