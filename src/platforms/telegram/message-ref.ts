import type { MessageRef } from '../../contracts/reply-surface.ts';

/** What Telegram needs to find a message again. */
export interface TelegramMessageRef extends MessageRef {
  /** Differs from the chat of the address after a group became a supergroup. */
  readonly chatId?: string;
  /** The message is a document, which cannot become a text. */
  readonly isFile?: boolean;
}
