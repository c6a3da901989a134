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
}
