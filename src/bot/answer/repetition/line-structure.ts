/** Tells text in tables and code fences from prose, while the text arrives. */
export interface LineStructure {
  /** Takes the next UTF-16 code unit of the text. */
  take(code: number): void;
  /** The last character stands in a code fence, or in the row of a table. */
  readonly isStructured: boolean;
}

const LINE_FEED = 0x0a;
const SPACE = 0x20;
const BACKTICK = 0x60;
const PIPE = 0x7c;
const TILDE = 0x7e;
const FENCE_LENGTH = 3;

/** Starts at the beginning of a text. */
export function createLineStructure(): LineStructure {
  let isAtLineStart = true;
  let fenceLength = 0;
  let isInFence = false;
  let isRow = false;

  function takeAtLineStart(code: number): void {
    if (code === SPACE) return;

    if (code === BACKTICK || code === TILDE) {
      fenceLength += 1;
      if (fenceLength < FENCE_LENGTH) return;
      isInFence = !isInFence;
    }
    isRow = code === PIPE;
    isAtLineStart = false;
  }

  return {
    take(code) {
      if (code === LINE_FEED) {
        isAtLineStart = true;
        fenceLength = 0;
        isRow = false;
      } else if (isAtLineStart) takeAtLineStart(code);
    },
    get isStructured() {
      return isInFence || isRow;
    },
  };
}
