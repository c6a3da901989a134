/** What reading a file may still cost, with all that is in it. */
export interface ReadBudget {
  /** To decompress. */
  remainingBytes: number;
  /** Elements and texts of XML. */
  remainingNodes: number;
}

const MAX_BYTES = 64_000_000;
const MAX_NODES = 600_000;

/** The budget of one file. */
export function createReadBudget(): ReadBudget {
  return { remainingBytes: MAX_BYTES, remainingNodes: MAX_NODES };
}
