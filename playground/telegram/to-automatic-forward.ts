import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import { type Chat, chatToWire } from './chat.ts';
import { originOf } from './origin-of.ts';
import type { StoredMessage } from './stored-message.ts';
import type { User } from './wire.ts';

/** The account that Telegram gives as the author of automatic forwards. */
const TELEGRAM: User = { id: 777_000, is_bot: false, first_name: 'Telegram' };

/** The copy of a channel's post in the group in which people discuss it. */
export function toAutomaticForward(channel: Chat, post: StoredMessage) {
  const { text, entities, rich, attachment, content, card } = post;
  return omitUndefined({
    from: TELEGRAM,
    senderChat: chatToWire(channel),
    text,
    entities,
    rich,
    attachment,
    content,
    card,
    extra: { is_automatic_forward: true, forward_origin: originOf(channel, post) },
  });
}
