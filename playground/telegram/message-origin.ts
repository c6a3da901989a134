import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import { type Chat, chatToWire } from './chat.ts';
import { contentToWire } from './content-to-wire.ts';
import type { StoredMessage } from './stored-message.ts';
import type { WireObject } from './wire.ts';
import type { World } from './world.ts';

/** The author of a message, as forwards and replies from other chats show it (`MessageOrigin`). */
export function originOf(world: World, chat: Chat, message: StoredMessage): WireObject {
  const { from, senderChat, sentAt, extra } = message;
  const date = Math.floor(sentAt / 1000);
  // A forward of a forward shows the first author.
  const earlier = extra?.forward_origin;
  if (typeof earlier === 'object' && earlier !== null) return { ...earlier };

  if (chat.type === 'channel')
    return { type: 'channel', chat: chatToWire(chat), message_id: message.id, date };
  if (senderChat) return { type: 'chat', sender_chat: senderChat, date };
  if (world.hiddenUserIds.has(from.id))
    return { type: 'hidden_user', sender_user_name: from.first_name, date };
  return { type: 'user', sender_user: from, date };
}

/** A message of another chat that is replied to (`ExternalReplyInfo`). It has no text. */
export function externalReplyToWire(world: World, chat: Chat, message: StoredMessage): WireObject {
  const { text: _text, caption: _caption, ...content } = contentToWire(message);
  const { entities: _entities, caption_entities: _captionEntities, ...media } = content;
  // Only messages of supergroups and channels can be found again.
  const isFindable = chat.type === 'supergroup' || chat.type === 'channel';
  return omitUndefined({
    origin: originOf(world, chat, message),
    chat: isFindable ? chatToWire(chat) : undefined,
    message_id: isFindable ? message.id : undefined,
    ...media,
  });
}

/** The quote of a reply: the part that the person selected, or that the server chose. */
export function quoteToWire(text: string, quote: string, isManual: boolean): WireObject {
  const position = text.indexOf(quote);
  if (quote === '' || position < 0) throw new Error('The quote is not in the message');
  return omitUndefined({ text: quote, position, is_manual: isManual || undefined });
}
