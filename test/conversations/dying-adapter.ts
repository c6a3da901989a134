import type { StorageAdapter } from '../../src/store/local-adapter.ts';

/** How a process dies at one of its writes. */
export interface Death {
  /** At which write, counted from 1. */
  readonly atWrite: number;
  /**
   * Entries of that write that still arrive: none, all (only the answer is lost), or some, as in a store that has no
   * transactions.
   */
  readonly arrives: 'nothing' | 'everything' | number;
}

export interface DyingAdapter {
  readonly adapter: StorageAdapter;
  readonly isDead: () => boolean;
}

/** What one process sees of `disk`, which outlives it. After its death every call fails, as no code would run. */
export function createDyingAdapter(disk: StorageAdapter, death: Death | undefined): DyingAdapter {
  let writes = 0;
  let dead = false;
  const guarded =
    <Parameters extends unknown[], Result>(call: (...parameters: Parameters) => Promise<Result>) =>
    async (...parameters: Parameters) => {
      if (dead) throw new Error('dead');
      return call(...parameters);
    };

  const setMany: StorageAdapter['setMany'] = async (entries) => {
    writes += 1;
    if (writes !== death?.atWrite) return disk.setMany(entries);
    dead = true;
    const { arrives } = death;
    const count = { nothing: 0, everything: entries.length }[arrives] ?? Number(arrives);
    await disk.setMany(entries.slice(0, count));
    throw new Error('died');
  };

  const adapter: StorageAdapter = Object.assign(Object.create(disk), {
    get: guarded((key: string) => disk.get(key)),
    getMany: guarded((keys: string[]) => disk.getMany(keys)),
    setMany: guarded(setMany),
  });
  return { adapter, isDead: () => dead };
}
