import type { Channel, ChatMessage, MessageLocation } from './chat-message.ts';

/** The messages that a network gives to bots again, beyond its events. */
export interface MessageArchive {
  /** `undefined`: the message does not exist, or the bot may not read it. */
  read(location: MessageLocation, signal: AbortSignal): Promise<ChatMessage | undefined>;
  /** The newest `count` messages before this one, also the bot's own, oldest first. Empty: the bot may not read them. */
  readBefore(
    location: MessageLocation,
    count: number,
    signal: AbortSignal,
  ): Promise<readonly ChatMessage[]>;
  /** The message on which a thread hangs, or the first one of a forum post. */
  readThreadStart(thread: Channel, signal: AbortSignal): Promise<ChatMessage | undefined>;
}
