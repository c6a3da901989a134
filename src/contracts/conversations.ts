import type { Channel, ChatMessage } from './chat-message.ts';
import type { ReplyStyle } from './reply-surface.ts';
import type { Turn } from './turns.ts';

/** The choices that people made for one conversation in earlier versions. Settings of places hold them since. */
export interface ConversationSettings {
  /** As in `RoutedModel.name`. */
  readonly model?: string;
  readonly style?: ReplyStyle;
}

/** Picks a turn. Empty: the newest turn since the last reset that has an answer or is being answered. */
export interface TurnSelector {
  /** The id of a message of the question or of the answer. */
  readonly messageId?: string | undefined;
  readonly sequence?: number | undefined;
}

/** A turn, and its position in the queue. */
export interface FoundTurn {
  readonly turn: Turn;
  /** The number of open turns of its conversation that come before it. */
  readonly turnsAhead: number;
}

/** The people who have written in a thread, as far as the bot has seen it. */
export interface ThreadWriters {
  /** At most two: more make no difference. */
  readonly ids: readonly string[];
  /** The id of the newest message that was seen. */
  readonly through: string;
  /** All messages from the start of the thread up to `through` were seen. */
  readonly isComplete: boolean;
}

/** Histories, one conversation per channel. Knows no network. */
export interface Conversations {
  /** Raises the epoch: earlier turns are no longer part of the history. */
  reset(channel: Channel): Promise<void>;
  /**
   * The answered turns before `turn` in its epoch, newest first. Turns whose shown version was stopped,
   * has failed or has no words are left out, and private ones; a private turn has no history. The cost depends on the number of turns read, not on the
   * age of the conversation.
   */
  history(turn: Turn): AsyncIterable<Turn>;
  /** All turns of a channel since the last reset, newest first, also open and failed ones. */
  since(channel: Channel): AsyncIterable<Turn>;
  /** Looks among the open turns and the last few hundred ended ones. */
  find(channel: Channel, selector: TurnSelector): Promise<FoundTurn | undefined>;
  /** True once per epoch: the caller then tells people that the history no longer fits. */
  claimTrimNotice(channel: Channel): Promise<boolean>;
  /** The ids of the messages that became questions, or parts of questions, in the last two days. */
  questionIds(messages: readonly ChatMessage[]): Promise<ReadonlySet<string>>;
  /** `undefined`: none were kept. */
  writers(channel: Channel): Promise<ThreadWriters | undefined>;
  keepWriters(channel: Channel, writers: ThreadWriters): Promise<void>;
  /** The network gave a channel a new id: its history is found under the new id. */
  move(from: Channel, to: Channel): Promise<void>;
}
