import type { Controls, MessageRef, ReplySurface } from './reply-surface.ts';

/** The growing answer: newest text in, paced writes out. Its writer never holds up who calls `show`. */
export interface Reply {
  /** Takes the whole text so far. Skippable: only the newest one is ever written. */
  show(markdown: string): void;
  /** A line that stands until the first words do, which take its message. Skippable. */
  showNotice(markdown: string): void;
  /** What the model thought before its first word, as plain text: shown folded before the text. Only before the first `show`. */
  showReasoning(reasoning: string): void;
  /**
   * Takes the whole text, which begins with what was shown, and what stays under it. Resolves when all of it stands, however
   * long the network refuses.
   */
  finish(markdown: string, under?: ReplyEnding): Promise<void>;
}

/** What stands under a whole text. */
export interface ReplyEnding {
  /** Markdown, always seen; see `Rendering.update`. */
  readonly closing?: string;
  readonly controls?: Controls | undefined;
}

/** What one reply is made from. */
export interface ReplyRequest {
  readonly surface: ReplySurface;
  /** Names this reply: the same after a restart. */
  readonly key: string;
  /** Messages that an earlier run put; they are written over. */
  readonly messages?: readonly MessageRef[];
  /** An earlier run died while it created one more. */
  readonly mayExist?: boolean;
  readonly onlyAsker?: boolean;
  /** Buttons under the last message while it grows. */
  readonly controls?: Controls;
  /** Shows "typing" until the first words stand. */
  readonly showsTyping?: boolean;
  /** Called before and after every create, so that a restart knows. */
  save?(messages: readonly MessageRef[], creating: boolean): Promise<void>;
  /** Called when the reply cannot go on; `finish` rejects with the same error. */
  onFailed?(error: unknown): void;
  /** Gives up; `finish` rejects with a `PlatformError` of kind `canceled`. */
  readonly signal: AbortSignal;
}

/** Opens replies. Those whose surfaces share a scope share its budget. */
export interface Replies {
  open(request: ReplyRequest): Reply;
}
