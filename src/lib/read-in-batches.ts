/** The part of a store that is read. */
interface BatchStore {
  getMany(keys: readonly string[]): Promise<readonly unknown[]>;
}

/** Reads the values of any number of keys, in their order, and holds only `batchSize` of them in memory. */
export async function* readInBatches(
  store: BatchStore,
  keys: readonly string[],
  batchSize: number,
): AsyncGenerator<readonly [key: string, value: unknown]> {
  for (let start = 0; start < keys.length; start += batchSize) {
    const batch = keys.slice(start, start + batchSize);
    const values = await store.getMany(batch);
    for (const [index, key] of batch.entries()) yield [key, values[index]];
  }
}
