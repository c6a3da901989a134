import { badRequest } from '../api-error.ts';
import { refuseUnlessOpenTopic, refuseUnlessWritable } from '../chat.ts';
import { readInteger } from '../params.ts';
import { toPerson, toRoomId } from '../to-shown.ts';
import { type Method, spendOnChat } from './method.ts';

const GENERAL_TOPIC = 1;
const ACTIONS: readonly string[] = [
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
];

/**
 * Shows that the bot is typing or the like. This is the only method that accepts the id of General.
 */
export const sendChatAction: Method = (call) => {
  const { world, params } = call;
  const chat = spendOnChat(call, 'activity');
  refuseUnlessWritable(chat);

  const givenId = readInteger(params, 'message_thread_id') || undefined;
  const threadId = chat.isForum && givenId === GENERAL_TOPIC ? undefined : givenId;
  refuseUnlessOpenTopic(chat, threadId);
  if (!ACTIONS.includes(params.get('action') ?? ''))
    throw badRequest('wrong parameter action in request');

  world.emit({ kind: 'typing', roomId: toRoomId(chat, threadId), author: toPerson(world.bot) });
  return true;
};
