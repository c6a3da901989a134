import type { Interaction } from '../../../contracts/address.ts';
import type { ButtonEvent } from '../../../contracts/button-event.ts';
import type { Author, Channel } from '../../../contracts/chat-message.ts';
import type { InboundEvent } from '../../../contracts/inbox.ts';
import { personalChannel } from '../../../lib/personal-channel.ts';
import { readGuestMark } from '../guest-mark.ts';
import type { TelegramMessageRef } from '../message-ref.ts';
import type { BotIdentity } from './bot-identity.ts';
import { readChat } from './read-channel.ts';
import { readMessage } from './read-message.ts';
import type { UpdateMessage } from './read-update.ts';

/**
 * A message that mentions the bot in a chat where it is no member: https://core.telegram.org/bots/api, Bot API
 * 10.0. `undefined`: it cannot be answered. Each person there has a conversation of their own, because the
 * others may be strangers.
 */
export function readGuestMessage(
  message: UpdateMessage,
  me: BotIdentity,
): InboundEvent | undefined {
  const { guest_query_id: queryId, from, chat } = message;
  if (queryId === undefined || from === undefined) return undefined;

  const channel = guestChannel({ ...readChat(chat), kind: 'direct' }, String(from.id));
  const chatMessage = readMessage(message, channel, me);
  if (!chatMessage) return undefined;

  // Telegram does not say how long the query can be answered.
  const interaction: Interaction = { id: queryId, token: '', expiresAt: 0, isSeenByAll: true };
  return { kind: 'message', message: chatMessage, address: { channel, interaction } };
}

/** A press of a button below an answer in such a chat. The update does not name the chat, but the button does. */
export function readGuestButton({
  id,
  data,
  author,
  guestMessageId,
}: {
  readonly id: string;
  readonly data: string;
  readonly author: Author;
  readonly guestMessageId: string;
}): ButtonEvent | undefined {
  const mark = readGuestMark(data);
  if (!mark) return undefined;

  const { chatId, personId } = mark;
  const place: Channel = { platform: 'telegram', id: chatId, kind: 'direct' };
  const message: TelegramMessageRef = { messageId: guestMessageId, isInline: true };
  return {
    kind: 'button',
    id: mark.id,
    author,
    message,
    // A guest sends nothing else. The mark of a forged press may name a conversation that does not know it.
    isUnderAnswer: true,
    address: {
      channel: guestChannel(place, personId),
      interaction: { id, token: '', expiresAt: 0 },
    },
  };
}

function guestChannel(place: Channel, personId: string): Channel {
  return { ...personalChannel(place, personId), isGuest: true };
}
