import { chatToWire } from '../chat.ts';
import { findMessage } from '../people/say.ts';
import type { World } from '../world.ts';

/**
 * Reacts to a message in the name of `me`. A bot receives the update only as an admin or in a
 * private chat, and only if it asked for `message_reaction`.
 */
export function react(
  world: World,
  roomId: string,
  messageId: string,
  emoji: string | undefined,
): void {
  const { chat, message } = findMessage(world, roomId, messageId, world.me.id);
  if (chat.type !== 'private' && chat.botStatus !== 'administrator') return;
  world.updates.push('message_reaction', {
    chat: chatToWire(chat),
    message_id: message.id,
    user: world.me,
    date: Math.floor(world.clock.now() / 1000),
    old_reaction: [],
    new_reaction: emoji === undefined ? [] : [{ type: 'emoji', emoji }],
  });
}
