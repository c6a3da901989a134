import type { MessageRef } from '../../contracts/reply-surface.ts';

/** A message reference with what Telegram needs to find the message again. Stored with its turn. */
export interface TelegramMessageRef extends MessageRef {
  /**
   * The chat of the message. It differs from the chat of the address when a group became a
   * supergroup.
   */
  readonly chatId?: string;
  /** The message is a document. Telegram cannot turn it into a text. */
  readonly isFile?: boolean;
  /** A message of a guest: `messageId` is its id as an inline message, and it is in no chat of the bot. */
  readonly isInline?: boolean;
}

/** Begins the last part of a channel's id in the direct messages of a Telegram channel, before the topic's number. */
export const DIRECT_TOPIC = 'direct-';
