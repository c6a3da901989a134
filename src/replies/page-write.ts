import type { WriteCalls } from '../contracts/reply-surface.ts';
import type { LimitName } from './reply-parts.ts';

/** The room that a write needs. */
export interface ExpectedWrite {
  /** No words of the answer are visible yet. */
  readonly isFirst: boolean;
  /** It creates a message. */
  readonly isCreate: boolean;
  readonly limit: LimitName;
}

/** One change on the network. */
export interface PageWrite extends ExpectedWrite {
  /** The answer is complete without it. */
  readonly isOptional: boolean;
  /** The number of its page, which stays the same while the text grows. Absent: a clean-up. */
  readonly pageIndex?: number;
  readonly isFile: boolean;
  run(calls: WriteCalls): Promise<void>;
  /**
   * Counts it as done, because the network will never accept it. A page gets one more try when the
   * text is final.
   */
  skip(): void;
  /**
   * Shows something else in place of the page: a plainer look, text in place of a file, what the message
   * shows already, or a sentence. Gives a function that takes this back. `undefined`: nothing is left.
   */
  giveUp(): (() => void) | undefined;
  /** Writes the page before once more, which shows whether the network takes anything. */
  repeatPageBefore(): void;
  /** Divides the text into smaller pages. `false`: that does not help. */
  shrink(): boolean;
}
