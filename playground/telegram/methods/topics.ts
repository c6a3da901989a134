import { badRequest } from '../api-error.ts';
import { type Chat, refuseUnlessWritable } from '../chat.ts';
import { readInteger } from '../params.ts';
import { setTopicClosed } from '../set-topic-closed.ts';
import { createTopic } from '../topic.ts';
import { findCallChat, type Method, type MethodCall } from './method.ts';

const LONGEST_NAME = 128;

export const createForumTopic: Method = (call) => {
  const chat = managedForum(call);
  const name = call.params.get('name')?.trim() ?? '';
  if (name === '' || [...name].length > LONGEST_NAME) throw badRequest('TOPIC_TITLE_EMPTY');
  const id = createTopic(call.world, chat.id, name, call.world.bot);
  call.world.emit({ kind: 'rooms' });
  return { message_thread_id: id, name, icon_color: 7_322_096 };
};

export const closeForumTopic: Method = (call) => setClosed(call, true);
export const reopenForumTopic: Method = (call) => setClosed(call, false);

function setClosed(call: MethodCall, closed: boolean): true {
  const chat = managedForum(call);
  const topic = chat.topics.get(readInteger(call.params, 'message_thread_id') ?? 0);
  if (!topic) throw badRequest('message thread not found');
  if (topic.closed === closed) throw badRequest('TOPIC_NOT_MODIFIED');
  setTopicClosed(call.world, chat, topic, closed, call.world.bot);
  return true;
}

function managedForum(call: MethodCall): Chat {
  const chat = findCallChat(call);
  refuseUnlessWritable(chat);
  if (!chat.isForum) throw badRequest('the chat is not a forum');
  if (chat.botStatus !== 'administrator') throw badRequest('not enough rights to create a topic');
  return chat;
}
