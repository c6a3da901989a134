/** The memory of one process in bytes. */
export interface MemoryUse {
  /** The heap and what it holds outside of it, without garbage. */
  readonly heapBytes: number;
  readonly residentBytes: number;
}

/** Reads the memory of this process, after a garbage collection: start Node with `--expose-gc`. */
export function readMemoryUse(): MemoryUse {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { residentBytes: rss, heapBytes: heapUsed + external };
}
