import type { Channel, ChatMessage } from './chat-message.ts';
import type { NearbyLimits } from './settings.ts';

/**
 * Keeps nearby messages (what others wrote around questions), for networks that give bots no earlier messages.
 * Bounded by the limits that the operator chose for the channel. The last second before a crash may be lost.
 */
export interface Nearby {
  /** Keeps a message that is no question. A message with the same id is replaced. */
  record(message: ChatMessage, limits: NearbyLimits): void;
  /** Replaces a kept message. Ignores a message that is not kept. */
  edit(message: ChatMessage): Promise<void>;
  /** The kept messages before this one, oldest first. */
  before(
    channel: Channel,
    messageId: string,
    limits: NearbyLimits,
  ): Promise<readonly ChatMessage[]>;
  /** Removes one message, as when people deleted it. */
  remove(channel: Channel, messageId: string): Promise<void>;
  /** Removes everything of a channel. */
  forget(channel: Channel): Promise<void>;
  /** Removes all messages of a person on a network. Gives their number. */
  deleteAuthor(platform: string, authorId: string): Promise<number>;
  /** Stores what was not stored yet. */
  flush(): Promise<void>;
}
