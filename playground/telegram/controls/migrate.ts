import { createChat } from '../chat.ts';
import { findGroup } from '../people/rooms.ts';
import type { World } from '../world.ts';

/** The ids of supergroups begin with -100. */
const SUPERGROUP_ID_BASE = -1_002_000_000_000;

/**
 * Turns a basic group into a supergroup with another id, as happens when somebody switches on a
 * feature that only supergroups have. Returns the new id.
 */
export function migrate(world: World, roomId: string): string {
  const oldChat = findGroup(world, roomId);
  if (oldChat.type !== 'group') throw new Error('Only a basic group can become a supergroup.');
  const members = [...oldChat.members].flatMap((id) => world.findUser(id) ?? []);

  const newChat = createChat({
    id: SUPERGROUP_ID_BASE + oldChat.id,
    type: 'supergroup',
    title: oldChat.title,
    owner: oldChat.owner,
    members,
  });
  newChat.botStatus = oldChat.botStatus;
  world.chats.set(newChat.id, newChat);

  const lastMessage = world.postMessage(oldChat, {
    from: world.me,
    extra: { migrate_to_chat_id: newChat.id },
  });
  world.deliverMessage('message', oldChat, lastMessage);
  oldChat.migratedTo = newChat.id;

  const firstMessage = world.postMessage(newChat, {
    from: world.me,
    extra: { migrate_from_chat_id: oldChat.id },
  });
  world.deliverMessage('message', newChat, firstMessage);

  world.emit({ kind: 'rooms' });
  return `${newChat.id}`;
}
