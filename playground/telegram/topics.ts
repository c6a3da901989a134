import type { Chat, Topic } from './chat.ts';
import type { User } from './wire.ts';
import type { World } from './world.ts';

/** The colour that the real server gives a topic's icon when the request names none. */
export const TOPIC_ICON_COLOUR = 7_322_096;

/** Creates a topic in a forum. Its id is the id of the service message that announces it. */
export function createTopic(world: World, chatId: number, name: string, creator: User): number {
  const chat = world.chats.get(chatId);
  if (!chat) throw new Error(`There is no chat ${chatId}.`);

  const id = chat.lastMessageId + 1;
  chat.topics.set(id, { id, name, closed: false });
  const extra = { forum_topic_created: { name, icon_color: TOPIC_ICON_COLOUR } };
  world.postMessage(chat, { from: creator, threadId: id, extra });
  return id;
}

/** Closes or reopens a topic, with the service message that announces it. */
export function setTopicClosed(
  world: World,
  chat: Chat,
  topic: Topic,
  closed: boolean,
  user: User,
): void {
  topic.closed = closed;
  const extra = closed ? { forum_topic_closed: {} } : { forum_topic_reopened: {} };
  const message = world.postMessage(chat, { from: user, threadId: topic.id, extra });

  // A bot receives no updates about what it did itself.
  if (user.id !== world.bot.id) world.deliverMessage('message', chat, message);
  world.emit({ kind: 'rooms' });
}
