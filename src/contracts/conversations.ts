import type { Channel } from './chat-message.ts';
import type { ReplyStyle } from './reply-surface.ts';
import type { Turn } from './turns.ts';

/** What people set for one conversation. Survives restarts and resets. */
export interface ConversationSettings {
  /** As in `RoutedModel.name`. */
  readonly model?: string;
  readonly style?: ReplyStyle;
}

/** Says which turn is meant; nothing: the newest one since the last reset that has an answer, or gets one now. */
export interface TurnSelector {
  /** Of a message that asks, or shows the answer. */
  readonly messageId?: string | undefined;
  readonly sequence?: number | undefined;
}

export interface FoundTurn {
  readonly turn: Turn;
  /** So many open turns of its conversation come before it. */
  readonly turnsAhead: number;
}

/** Histories and settings, one conversation per channel. Knows no network. */
export interface Conversations {
  settings(channel: Channel): Promise<ConversationSettings>;
  changeSettings(
    channel: Channel,
    change: (settings: ConversationSettings) => ConversationSettings,
  ): Promise<void>;
  /** Raises the epoch: what was said before is no longer part of the history. */
  reset(channel: Channel): Promise<void>;
  /** Ended turns before `turn`, of its epoch, newest first. Costs what is read, whatever the age of the conversation. */
  history(turn: Turn): AsyncIterable<Turn>;
  /** The turn that fits: an open one, or one of the last few hundred. */
  find(channel: Channel, which: TurnSelector): Promise<FoundTurn | undefined>;
  /** True once for each epoch: whether people are still to be told that the history no longer fits. */
  claimTrimNotice(channel: Channel): Promise<boolean>;
  /** The network gave a channel another id: settings and history are found under the new one. */
  move(from: Channel, to: Channel): Promise<void>;
}
