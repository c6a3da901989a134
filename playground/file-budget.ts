/** The bytes of a file in memory. */
export interface HeldBytes {
  /** `undefined`: they were dropped to make room for newer files. */
  bytes: Uint8Array | undefined;
}

/** The most bytes of files that one network holds. */
const MAX_BYTES = 256 << 20;
const MAX_FILES = 5_000;

/** Bounds the files of a network together: drops the bytes of the oldest. */
export class FileBudget {
  readonly #maxBytes: number;
  readonly #held: { readonly file: HeldBytes; readonly size: number }[] = [];
  #total = 0;

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Counts a file, and drops the oldest ones that no longer fit beside it. */
  hold(file: HeldBytes): void {
    const size = file.bytes?.length ?? 0;
    this.#held.push({ file, size });
    this.#total += size;

    while (this.#total > this.#maxBytes || this.#held.length > MAX_FILES) {
      const oldest = this.#held.shift();
      if (!oldest) return;
      oldest.file.bytes = undefined;
      this.#total -= oldest.size;
    }
  }
}
