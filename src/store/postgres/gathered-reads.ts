import { StoreError } from '../../errors.ts';

/** Reads the values of keys, in one way to the server. Gives those that exist. */
export type ReadMany = (keys: readonly string[]) => Promise<ReadonlyMap<string, string>>;

interface WaitingRead {
  readonly keys: readonly string[];
  resolve(values: ReadonlyMap<string, string>): void;
  reject(error: unknown): void;
}

/** Gathers the reads that are asked for at the same moment into one, because each way to a server takes its time. */
export function createGatheredReads(readMany: ReadMany): ReadMany {
  let waiting: WaitingRead[] = [];

  async function readWaiting(): Promise<void> {
    const group = waiting;
    waiting = [];
    const keys = [...new Set(group.flatMap((read) => read.keys))];
    try {
      const values = await readMany(keys);
      group.forEach(({ resolve }) => void resolve(values));
    } catch (error) {
      const isDamage = error instanceof StoreError && error.kind === 'damaged';
      // The damage may concern one of them only.
      if (isDamage && group.length > 1) {
        for (const read of group) readMany(read.keys).then(read.resolve, read.reject);
      } else group.forEach(({ reject }) => void reject(error));
    }
  }

  return (keys) =>
    new Promise((resolve, reject) => {
      // Runs when all promises that are settled now have been followed up.
      if (waiting.length === 0) process.nextTick(readWaiting);
      waiting.push({ keys, resolve, reject });
    });
}
