import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { LocalNetwork, Room } from '../../local-network.ts';
import { toRoomId } from '../to-shown.ts';
import { createTopic } from '../topics.ts';
import type { World } from '../world.ts';
import { findRoom } from './rooms.ts';
import { findAuthor, say } from './say.ts';

/** Opens a topic in the name of a person. Throws the sentence that the page shows. */
export function openTopic(world: World, call: Parameters<LocalNetwork['openThread']>[0]): Room {
  const { roomId, name, authorId, text } = call;
  const author = findAuthor(world, authorId);
  const { chat } = findRoom(world, roomId, author.id);
  const hasTopics = chat.isForum || (chat.type === 'private' && world.hasPrivateTopics);
  if (!hasTopics) throw new Error('There are no topics in this chat.');
  if (name.trim() === '') throw new Error('A topic needs a name.');

  const id = createTopic(world, chat.id, name.trim(), author);
  const announcement = chat.messages.get(id);
  if (announcement) world.deliverMessage('message', chat, announcement);
  world.emit({ kind: 'rooms' });

  const topicId = toRoomId(chat, id);
  if (text !== undefined) say(world, omitUndefined({ roomId: topicId, authorId, text }));
  return { id: topicId, name: name.trim(), kind: 'topic', parent: chat.title };
}
