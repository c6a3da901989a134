import { chatToWire } from '../chat.ts';
import type { World } from '../world.ts';
import { findAuthor, findMessage } from './say.ts';

interface Reaction {
  readonly roomId: string;
  readonly messageId: string;
  /** Default: `me`. */
  readonly authorId?: string | undefined;
  /** `undefined` takes the reaction back. */
  readonly emoji: string | undefined;
}

/**
 * Reacts to a message in the name of a person, who has one reaction on it at most. A bot receives
 * the update only as an admin or in a private chat, and only if it asked for `message_reaction`.
 */
export function react(world: World, { roomId, messageId, authorId, emoji }: Reaction): void {
  const user = findAuthor(world, authorId);
  const { chat, message } = findMessage(world, roomId, messageId, user.id);
  const isAllowed = emoji === undefined || (chat.allowedReactions?.includes(emoji) ?? true);
  if (!isAllowed) throw new Error('This reaction is not allowed here.');

  const oldEmojis = [...message.reactions].flatMap(([each, ids]) => (ids.has(user.id) ? each : []));
  const newEmojis = emoji === undefined ? [] : [emoji];
  world.setReactions(chat, message, user, newEmojis);

  if (chat.type !== 'private' && chat.botStatus !== 'administrator') return;
  world.updates.push('message_reaction', {
    chat: chatToWire(chat),
    message_id: message.id,
    user,
    date: Math.floor(world.clock.now() / 1000),
    old_reaction: oldEmojis.map(toWire),
    new_reaction: newEmojis.map(toWire),
  });
}

const toWire = (emoji: string) => ({ type: 'emoji', emoji });
