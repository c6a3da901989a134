/** Runs work under the same key one after the other, in the order of the calls; work under different keys at once. */
export type KeyedLock = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

/** Holds a key only as long as it has work. */
export function createKeyedLock(): KeyedLock {
  const tails = new Map<string, Promise<void>>();
  return (key, work) => {
    const result = (tails.get(key) ?? Promise.resolve()).then(work);
    const release = () => {
      if (tails.get(key) === tail) tails.delete(key);
    };
    const tail = result.then(release, release);
    tails.set(key, tail);
    return result;
  };
}
