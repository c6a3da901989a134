/** Knows up to which event everything that a shard received is on disk. */
export interface HandledEvents {
  /** An event of the gateway comes in; those that are begun until the next one belong to it. */
  receive(sequence: number): void;
  /** The work on an event begins. Gives the function that says that it is done, or was left to the next process. */
  begin(): (isHandled: boolean) => void;
  /** Counts nothing more: what comes from now on is left to the next process. */
  stop(): void;
  isStopped(): boolean;
  /** All events up to this number are handled. `undefined`: none came yet. */
  upTo(): number | undefined;
  /** Resolves when all that was begun is done. */
  whenDone(): Promise<void>;
}

/** Creates a counter for one session. */
export function createHandledEvents(): HandledEvents {
  const open = new Map<symbol, number>();
  let received: number | undefined;
  let firstLeft = Number.POSITIVE_INFINITY;
  let isStopped = false;
  let onDone = () => {};

  return {
    receive(sequence) {
      if (!isStopped) received = sequence;
    },

    begin() {
      const work = Symbol();
      const sequence = received ?? 0;
      open.set(work, sequence);
      return (isHandled) => {
        open.delete(work);
        if (!isHandled) firstLeft = Math.min(firstLeft, sequence);
        if (open.size === 0) onDone();
      };
    },

    stop() {
      isStopped = true;
    },

    isStopped: () => isStopped,

    upTo() {
      const first = Math.min(firstLeft, ...open.values());
      return first === Number.POSITIVE_INFINITY ? received : Math.max(0, first - 1);
    },

    whenDone: () =>
      open.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            onDone = resolve;
          }),
  };
}
