import type { Finding } from '../contracts/finding.ts';

/** A line of the doctor's table. */
export interface Row extends Finding {
  /** What it belongs to: `store`, `discord`, `openai`. */
  readonly part: string;
}
