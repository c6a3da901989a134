import { type Chat, chatToWire } from './chat.ts';
import { originOf } from './message-origin.ts';
import type { StoredMessage } from './stored-message.ts';
import type { User } from './wire.ts';
import type { World } from './world.ts';

/** The account that Telegram gives as the author of automatic forwards. */
const TELEGRAM: User = { id: 777_000, is_bot: false, first_name: 'Telegram' };

/** Copies a post of a channel into the group in which people discuss it. */
export function forwardAutomatically(world: World, channel: Chat, post: StoredMessage): void {
  const group = world.chats.get(channel.linkedChatId ?? 0);
  if (!group || !channel.messages.has(post.id)) return;

  const { text, entities, rich, attachment, content, card } = post;
  const copied = world.postMessage(group, {
    from: TELEGRAM,
    senderChat: chatToWire(channel),
    text,
    entities,
    rich,
    extra: { is_automatic_forward: true, forward_origin: originOf(world, channel, post) },
    ...(attachment && { attachment }),
    ...(content && { content }),
    ...(card && { card }),
  });
  world.deliverMessage('message', group, copied);
}
