/**
 * Gives the items of batches one by one. Once `signal` aborts, the rest of a batch is left out.
 *
 * @param open Starts to read the batches; called when the first item is read.
 */
export function flattenBatches<Item>(
  open: () => AsyncIterator<readonly Item[]>,
  signal: AbortSignal,
): AsyncIterableIterator<Item> {
  let batches: AsyncIterator<readonly Item[]> | undefined;
  let batch: readonly Item[] = [];
  let index = 0;

  // Not a generator, since each item of one takes several promises more.
  return {
    [Symbol.asyncIterator]() {
      return this;
    },

    async next() {
      while (index >= batch.length || signal.aborted) {
        batches ??= open();
        const step = await batches.next();
        if (step.done) return step;

        batch = step.value;
        index = 0;
      }

      return { done: false, value: batch[index++] as Item };
    },

    async return() {
      await batches?.return?.();
      return { done: true, value: undefined };
    },
  };
}
