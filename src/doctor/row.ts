import type { Finding } from '../contracts/finding.ts';

/** A row of the doctor's table. */
export interface Row extends Finding {
  /** The part that was checked: `store`, `discord`, `openai`. */
  readonly part: string;
}
