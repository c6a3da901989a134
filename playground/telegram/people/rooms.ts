import type { Room } from '../../local-network.ts';
import type { Chat } from '../chat.ts';
import { toRoomId } from '../to-shown.ts';
import type { World } from '../world.ts';

/** A room: a chat, or a topic of a forum. */
export interface ChatRoom {
  readonly chat: Chat;
  readonly threadId?: number;
}

/** The chats of `me`. General stands for the forum itself. */
export function listRooms(world: World): readonly Room[] {
  return [...world.chats.values()]
    .filter((chat) => chat.migratedTo === undefined)
    .flatMap((chat) => roomsIn(world, chat));
}

function roomsIn(world: World, chat: Chat): readonly Room[] {
  const id = toRoomId(chat, undefined);
  if (chat.type === 'private')
    return chat.owner === world.me ? [{ id, name: chat.title, kind: 'direct' }] : [];
  if (!chat.isForum) return [{ id, name: chat.title, kind: 'group' }];
  const topics = [...chat.topics.values()].map(({ id: topicId, name }) => ({
    id: toRoomId(chat, topicId),
    name,
  }));
  return [{ id, name: 'General' }, ...topics].map((room) => ({
    ...room,
    kind: 'topic',
    parent: chat.title,
  }));
}

/**
 * The room as `userId` means it: the private chat with the bot is another one for each person, whichever id it is
 * asked by.
 */
export function findRoom(world: World, roomId: string, userId: number): ChatRoom {
  const [chatId, threadId] = roomId.split('/').map(Number);
  const named = world.chats.get(chatId ?? 0);
  const chat = named?.type === 'private' ? world.chats.get(userId) : named;
  if (!chat || (threadId !== undefined && !chat.topics.has(threadId)))
    throw new Error(`There is no room ${roomId}.`);
  return { chat, ...(threadId !== undefined && { threadId }) };
}

export function findGroup(world: World, roomId: string): Chat {
  const { chat } = findRoom(world, roomId, world.me.id);
  if (chat.type === 'private') throw new Error('This is not a group.');
  return chat;
}
