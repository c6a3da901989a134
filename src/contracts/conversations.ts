import type { Channel } from './chat-message.ts';
import type { Turn } from './turns.ts';

/** What people set for one conversation. Survives restarts and resets. */
export interface ConversationSettings {
  /** As in `RoutedModel.name`. */
  readonly model?: string;
}

/** Histories and settings, one conversation per channel. Knows no network. */
export interface Conversations {
  settings(channel: Channel): Promise<ConversationSettings>;
  changeSettings(channel: Channel, change: (settings: ConversationSettings) => ConversationSettings): Promise<void>;
  /** Raises the epoch: what was said before is no longer part of the history. */
  reset(channel: Channel): Promise<void>;
  /** Ended turns before `turn`, of its epoch, newest first. Costs what is read, whatever the age of the conversation. */
  history(turn: Turn): AsyncIterable<Turn>;
  /** True once for each epoch: whether people are still to be told that the history no longer fits. */
  tellTrimmed(channel: Channel): Promise<boolean>;
  /** The network gave a channel another id: settings and history are found under the new one. */
  move(from: Channel, to: Channel): Promise<void>;
}
