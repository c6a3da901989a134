import type { AttachedFile } from '../contracts/dialect.ts';
import type { Controls } from '../contracts/reply-surface.ts';

/** One state of a growing answer. */
export interface Revision {
  /** `notice`: a line before the first words. `growing`: the text so far. `final`: all of it. */
  readonly stage: 'notice' | 'growing' | 'final';
  /** Markdown. */
  readonly text: string;
  /** Markdown below the text, always visible. */
  readonly closing?: string | undefined;
  /** Follows the text. */
  readonly file?: AttachedFile | undefined;
  /** Below the last message. */
  readonly controls?: Controls | undefined;
}
