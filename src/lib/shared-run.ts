/** Runs work once for all who ask for it under the same key while it is under way. */
export type SharedRun<Result> = (key: string, work: () => Promise<Result>) => Promise<Result>;

/** Creates a run that knows a key only while its work is under way. */
export function createSharedRun<Result>(): SharedRun<Result> {
  const underWay = new Map<string, Promise<Result>>();

  return (key, work) => {
    const known = underWay.get(key);
    if (known) return known;

    const started = work().finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };
}
