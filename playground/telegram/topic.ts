import type { User } from './wire.ts';
import type { World } from './world.ts';

/** A topic has the id of the message that created it. */
export function createTopic(world: World, chatId: number, name: string, by: User): number {
  const chat = world.chats.get(chatId);
  if (!chat) throw new Error(`There is no chat ${chatId}.`);
  const id = chat.lastMessageId + 1;
  chat.topics.set(id, { id, name, closed: false });
  const extra = { forum_topic_created: { name, icon_color: 7_322_096 } };
  world.postMessage(chat, { from: by, threadId: id, extra });
  return id;
}
