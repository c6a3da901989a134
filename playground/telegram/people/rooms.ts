import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { Room } from '../../local-network.ts';
import type { Chat } from '../chat.ts';
import { toRoomId } from '../to-shown.ts';
import type { World } from '../world.ts';

/** A room as the world has it: a chat, or a topic of a forum. */
export interface ChatRoom {
  readonly chat: Chat;
  /** The id of the topic. */
  readonly threadId?: number;
}

/** Lists the rooms of `me`. A forum's topic General has the forum's own id. */
export function listRooms(world: World): readonly Room[] {
  return [...world.chats.values()]
    .filter((chat) => chat.migratedTo === undefined)
    .flatMap((chat) => listRoomsOf(world, chat));
}

function listRoomsOf(world: World, chat: Chat): readonly Room[] {
  const id = toRoomId(chat, undefined);
  const { title: name } = chat;
  const topics = [...chat.topics.values()].map((topic) => ({
    id: toRoomId(chat, topic.id),
    name: topic.name,
    kind: 'topic' as const,
    parent: chat.title,
  }));
  if (chat.type === 'private')
    return chat.owner === world.me ? [{ id, name, kind: 'direct' }, ...topics] : [];
  if (chat.type === 'channel') return [{ id, name, kind: 'channel' }];
  if (!chat.isForum) return [{ id, name, kind: 'group' }];

  return [{ id, name: 'General', kind: 'topic', parent: chat.title }, ...topics];
}

/**
 * Finds the room that a room id means for a person. The id of any private chat means that person's
 * own chat with the bot.
 */
export function findRoom(world: World, roomId: string, userId: number): ChatRoom {
  const room = lookUpRoom(world, roomId, userId);
  if (!room) throw new Error(`There is no room ${roomId}.`);
  return room;
}

/** True when a room id means a room for a person. */
export function hasRoom(world: World, roomId: string, userId: number): boolean {
  return lookUpRoom(world, roomId, userId) !== undefined;
}

function lookUpRoom(world: World, roomId: string, userId: number): ChatRoom | undefined {
  const [chatId, threadId] = roomId.split('/').map(Number);
  const namedChat = world.chats.get(chatId ?? 0);
  const chat = namedChat?.type === 'private' ? world.chats.get(userId) : namedChat;

  if (!chat || (threadId !== undefined && !chat.topics.has(threadId))) return undefined;
  return omitUndefined({ chat, threadId });
}

/** Finds the group of a room. */
export function findGroup(world: World, roomId: string): Chat {
  const { chat } = findRoom(world, roomId, world.me.id);
  if (chat.type === 'private') throw new Error('This is not a group.');
  return chat;
}
