/**
 * Runs work with the same key one after the other, in the order
 * of the calls. Work with different keys runs in parallel.
 */
export type KeyedLock = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

interface LockOptions {
  /** Work that waits behind work which failed with such an error fails with it, and does not run. Absent: none does. */
  failsBehind?(error: unknown): boolean;
}

/** Creates a lock. It keeps a key only while there is work for it. */
export function createKeyedLock({ failsBehind = () => false }: LockOptions = {}): KeyedLock {
  /** The last work of each key. */
  const tails = new Map<string, Promise<void>>();

  return (key, work) => {
    const result = (tails.get(key) ?? Promise.resolve()).then(work);
    const release = () => {
      if (tails.get(key) === tail) tails.delete(key);
    };
    const tail = result.then(release, (error: unknown) => {
      release();
      if (failsBehind(error)) throw error;
    });
    tail.catch(() => {});
    tails.set(key, tail);

    return result;
  };
}
