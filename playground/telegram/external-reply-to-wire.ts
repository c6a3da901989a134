import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import { type Chat, chatToWire } from './chat.ts';
import { contentToWire } from './content-to-wire.ts';
import { originOf } from './origin-of.ts';
import type { StoredMessage } from './stored-message.ts';
import type { WireObject } from './wire.ts';

/** A message of another chat that is replied to (`ExternalReplyInfo`). It has no text. */
export function externalReplyToWire(
  chat: Chat,
  message: StoredMessage,
  isHidden: boolean,
): WireObject {
  const { text: _text, caption: _caption, ...content } = contentToWire(message);
  const { entities: _entities, caption_entities: _captionEntities, ...media } = content;
  // Only messages of supergroups and channels can be found again.
  const isFindable = chat.type === 'supergroup' || chat.type === 'channel';
  return omitUndefined({
    origin: originOf(chat, message, isHidden),
    chat: isFindable ? chatToWire(chat) : undefined,
    message_id: isFindable ? message.id : undefined,
    ...media,
  });
}
