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
  /**
   * The only person who sees the message. It is an ephemeral message then, which has an id and methods of its
   * own: https://core.telegram.org/bots/api#editephemeralmessagetext
   */
  readonly receiverId?: string;
}

/** A reference to a message that only one person sees. */
export type EphemeralRef = TelegramMessageRef & { readonly receiverId: string };

const EPHEMERAL = 'ephemeral:';

/** The reference to an ephemeral message. Its id counts apart from those of other messages of the chat. */
export function toEphemeralRef(
  ephemeralId: number,
  { chatId, receiverId }: { readonly chatId: string; readonly receiverId: string },
): EphemeralRef {
  return { messageId: `${EPHEMERAL}${ephemeralId}`, chatId, receiverId, onlyAsker: true };
}

/** The id of an ephemeral message, as Telegram's methods take it. */
export function ephemeralIdOf({ messageId }: EphemeralRef): number {
  return Number(messageId.slice(EPHEMERAL.length));
}

/** Begins the last part of a channel's id in the direct messages of a Telegram channel, before the topic's number. */
export const DIRECT_TOPIC = 'direct-';
