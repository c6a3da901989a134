import type { Controls } from '../contracts/reply-surface.ts';

/** The newest that a reply is to show. */
export interface Revision {
  /** `waiting`: a line that stands for the words to come; `growing`: the text so far; `final`: all of it. */
  readonly stage: 'waiting' | 'growing' | 'final';
  readonly text: string;
  /** Markdown under the text, always seen. */
  readonly closing?: string | undefined;
  /** Under the last message. */
  readonly controls?: Controls | undefined;
}
