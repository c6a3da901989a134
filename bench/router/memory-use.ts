export interface MemoryUse {
  readonly heapBytes: number;
  readonly residentBytes: number;
}

/** Of this process; the heap without what only waits to be collected, so node needs `--expose-gc`. */
export function readMemoryUse(): MemoryUse {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { residentBytes: rss, heapBytes: heapUsed + external };
}
