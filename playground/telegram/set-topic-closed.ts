import type { Chat, Topic } from './chat.ts';
import type { User } from './wire.ts';
import type { World } from './world.ts';

/** Closes or opens a topic, with the service message that tells so. */
export function setTopicClosed(
  world: World,
  chat: Chat,
  topic: Topic,
  closed: boolean,
  by: User,
): void {
  topic.closed = closed;
  const extra = closed ? { forum_topic_closed: {} } : { forum_topic_reopened: {} };
  const message = world.postMessage(chat, { from: by, threadId: topic.id, extra });
  if (by.id !== world.bot.id) world.deliverMessage('message', chat, message);
  world.emit({ kind: 'rooms' });
}
