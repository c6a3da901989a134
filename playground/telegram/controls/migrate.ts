import { createChat } from '../chat.ts';
import { findGroup } from '../people/rooms.ts';
import type { World } from '../world.ts';

/** Ids of supergroups begin with -100. */
const SUPERGROUPS = -1_002_000_000_000;

/** A basic group becomes a supergroup with another id, as when somebody switches on what only those offer. */
export function migrate(world: World, roomId: string): string {
  const old = findGroup(world, roomId);
  if (old.type !== 'group') throw new Error('Only a basic group can become a supergroup.');
  const members = [...old.members].flatMap((id) => world.findUser(id) ?? []);
  const next = createChat({
    id: SUPERGROUPS + old.id,
    type: 'supergroup',
    title: old.title,
    owner: old.owner,
    members,
  });
  next.botStatus = old.botStatus;
  world.chats.set(next.id, next);
  const left = world.postMessage(old, { from: world.me, extra: { migrate_to_chat_id: next.id } });
  world.deliverMessage('message', old, left);
  old.migratedTo = next.id;
  const arrived = world.postMessage(next, {
    from: world.me,
    extra: { migrate_from_chat_id: old.id },
  });
  world.deliverMessage('message', next, arrived);
  world.emit({ kind: 'rooms' });
  return `${next.id}`;
}
