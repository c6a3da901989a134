import { badRequest } from '../api-error.ts';
import { type Chat, refuseUnlessWritable } from '../chat.ts';
import { readInteger } from '../params.ts';
import { createTopic, setTopicClosed, TOPIC_ICON_COLOUR } from '../topics.ts';
import { findCallChat, type Method, type MethodCall } from './method.ts';

const MAX_NAME_CHARACTERS = 128;

/** Creates a topic. */
export const createForumTopic: Method = (call) => {
  const chat = findManagedForum(call);
  const name = call.params.get('name')?.trim() ?? '';
  if (name === '' || [...name].length > MAX_NAME_CHARACTERS) throw badRequest('TOPIC_TITLE_EMPTY');
  const id = createTopic(call.world, chat.id, name, call.world.bot);
  call.world.emit({ kind: 'rooms' });
  return { message_thread_id: id, name, icon_color: TOPIC_ICON_COLOUR };
};

/** Closes a topic. */
export const closeForumTopic: Method = (call) => setClosed(call, true);
/** Reopens a topic. */
export const reopenForumTopic: Method = (call) => setClosed(call, false);

function setClosed(call: MethodCall, closed: boolean): true {
  const chat = findManagedForum(call);
  const topic = chat.topics.get(readInteger(call.params, 'message_thread_id') ?? 0);
  if (!topic) throw badRequest('message thread not found');
  if (topic.closed === closed) throw badRequest('TOPIC_NOT_MODIFIED');
  setTopicClosed(call.world, chat, topic, closed, call.world.bot);
  return true;
}

/** Finds a forum, or a private chat with topics, in which the bot may manage topics. */
function findManagedForum(call: MethodCall): Chat {
  const chat = findCallChat(call);
  refuseUnlessWritable(chat);
  if (chat.type === 'private') {
    if (!call.world.hasPrivateTopics) throw badRequest('the chat is not a forum');
    return chat;
  }
  if (!chat.isForum) throw badRequest('the chat is not a forum');
  if (chat.botStatus !== 'administrator') throw badRequest('not enough rights to create a topic');
  return chat;
}
