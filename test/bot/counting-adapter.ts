import type { StorageAdapter } from '../../src/store/local-adapter.ts';

/** What a store was asked. Reads of one moment are one query, as a database gets them; so is each write. */
export interface StoreQueries {
  /** The keys of each query of reads. */
  readonly reads: readonly string[][];
  /** The keys of each write. */
  readonly writes: readonly string[][];
}

/** Counts what is asked of `disk`. Answers take a turn of the event loop, so that reads that wait for each other are not one. */
export function createCountingAdapter(disk: StorageAdapter) {
  let reads: string[][] = [];
  let writes: string[][] = [];
  let batch: { readonly keys: string[]; readonly done: Promise<void> } | undefined;

  function read(keys: readonly string[]): Promise<void> {
    if (!batch) {
      const { promise: done, resolve } = Promise.withResolvers<void>();
      batch = { keys: [], done };
      reads.push(batch.keys);
      setImmediate(() => {
        batch = undefined;
        resolve();
      });
    }
    batch.keys.push(...keys);
    return batch.done;
  }

  const adapter: StorageAdapter = Object.assign(Object.create(disk), {
    async get(key: string) {
      await read([key]);
      return disk.get(key);
    },
    async getMany(keys: string[]) {
      if (keys.length > 0) await read(keys);
      return disk.getMany(keys);
    },
    async setMany(entries: Parameters<StorageAdapter['setMany']>[0]) {
      writes.push(entries.map(({ key }) => key));
      await new Promise((resolve) => setImmediate(resolve));
      return disk.setMany(entries);
    },
  });

  return {
    adapter,
    /** Gives what was asked since the last call. */
    take(): StoreQueries {
      const taken = { reads, writes };
      reads = [];
      writes = [];
      return taken;
    },
  };
}
