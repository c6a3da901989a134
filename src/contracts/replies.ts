import type { AttachedFile } from './dialect.ts';
import type { Controls, MessageRef, ReplySurface } from './reply-surface.ts';
import type { TakeCall } from './take-call.ts';

/** The growing answer: takes the newest text and writes it at the network's pace. No call waits for a write. */
export interface Reply {
  /**
   * Takes the whole text so far. Only the newest text is ever written. A text that does not start with
   * the one before corrects it: messages that it does not need are removed.
   */
  show(markdown: string): void;
  /** Shows a line until the first words of the answer replace it. May be skipped. */
  showNotice(markdown: string): void;
  /** Takes the words of the question's recordings as plain text, to show them folded above the answer. Call it first. */
  showTranscript(words: string): void;
  /** Takes the model's reasoning as plain text, to show it folded above the text. Call it before the first `show` of a text. */
  showReasoning(reasoning: string): void;
  /**
   * Takes the whole text, and what stays below it. Resolves when all of it is visible, however long
   * nothing passes on the network.
   *
   * @throws A `PlatformError` when the network will never accept a page of it. The other pages are
   * visible then, and a sentence in place of that one, unless the network accepts none.
   */
  finish(markdown: string, ending?: ReplyEnding): Promise<void>;
}

/** The part below a finished text. */
export interface ReplyEnding {
  /** Markdown that is always visible; see `Rendering.update`. */
  readonly closing?: string;
  /** Follows as a message of its own, or is part of the last one; see `Rendering.update`. */
  readonly file?: AttachedFile | undefined;
  readonly controls?: Controls | undefined;
}

/** Everything that a reply needs to start. */
export interface ReplyRequest {
  readonly surface: ReplySurface;
  /** Identifies this reply; the same after a restart. */
  readonly key: string;
  /** Messages of an earlier run; this reply overwrites them. */
  readonly messages?: readonly MessageRef[];
  /** An earlier run died while it created one more message. */
  readonly mayExist?: boolean;
  readonly onlyAsker?: boolean;
  /** Buttons under the last message while the answer grows. */
  readonly controls?: Controls;
  /** Shows "typing" until the first words are visible. */
  readonly showsTyping?: boolean;
  /** Called before and after every create, so that a restart knows about the message. */
  save?(messages: readonly MessageRef[], creating: boolean): Promise<void>;
  /** Called once, when the first words of the answer are visible. A notice has none. */
  onFirstWords?(): void;
  /** Called when the reply cannot continue; `finish` rejects with the same error. */
  onFailed?(error: unknown): void;
  /** Makes the reply give up when it aborts; `finish` rejects with a `PlatformError` of kind `canceled`. */
  readonly signal: AbortSignal;
  /** As `signal`, but lets a write under way arrive: another reply is going to use these messages. */
  readonly handover?: AbortSignal;
}

/** Opens replies. Replies whose surfaces have the same budget scope share that budget. */
export interface Replies {
  open(request: ReplyRequest): Reply;
  /**
   * Removes the buttons of a message whose text is unknown, where the network can do that. Keeps the
   * limits of its scope, and gives up when `signal` aborts.
   *
   * @throws A `PlatformError` when the network refuses.
   */
  removeControls(surface: ReplySurface, message: MessageRef, signal: AbortSignal): Promise<void>;
  /** Removes a message. Otherwise as `removeControls`. */
  remove(surface: ReplySurface, message: MessageRef, signal: AbortSignal): Promise<void>;
  readonly takeCall: TakeCall;
}
