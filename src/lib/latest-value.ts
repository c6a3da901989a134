/** A mailbox for one value: who writes never waits, who reads gets the newest one. */
export interface LatestValue<Value> {
  put(value: Value): void;
  /** The newest value, or `undefined` before the first. */
  readonly value: Value | undefined;
  /** Resolves at the next `put` after this call. */
  changed(): Promise<void>;
}

export function createLatestValue<Value>(): LatestValue<Value> {
  let value: Value | undefined;
  let wake = Promise.withResolvers<void>();
  return {
    put(next) {
      value = next;
      wake.resolve();
      wake = Promise.withResolvers<void>();
    },
    get value() {
      return value;
    },
    changed: () => wake.promise,
  };
}
