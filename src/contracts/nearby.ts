import type { Channel, ChatMessage } from './chat-message.ts';
import type { OnElsewhere } from './personal-data.ts';
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
  /**
   * Removes all messages of a person on a network. Gives their number. Those of conversations of other processes count,
   * and stay until `deleteAuthorIn` is called there: `onElsewhere` gets them.
   */
  deleteAuthor(platform: string, authorId: string, onElsewhere?: OnElsewhere): Promise<number>;
  /** As `deleteAuthor`, in one conversation of this process. */
  deleteAuthorIn(conversation: string, authorId: string): Promise<void>;
  /** Stores what was not stored yet. */
  flush(): Promise<void>;
}
