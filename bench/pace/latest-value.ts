/** A mailbox for one value: a writer never waits, and a reader gets the newest value. */
export interface LatestValue<Value> {
  /** Replaces the value. */
  put(value: Value): void;
  /** The newest value, or `undefined` before the first. */
  readonly value: Value | undefined;
  /** Resolves at the next `put` after this call. */
  changed(): Promise<void>;
}

/** Creates an empty mailbox. */
export function createLatestValue<Value>(): LatestValue<Value> {
  let value: Value | undefined;
  let nextPut = Promise.withResolvers<void>();

  return {
    put(next) {
      value = next;
      nextPut.resolve();
      nextPut = Promise.withResolvers<void>();
    },
    get value() {
      return value;
    },
    changed: () => nextPut.promise,
  };
}
