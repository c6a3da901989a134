import { badRequest } from '../api-error.ts';
import { type Chat, refuseUnlessWritable } from '../chat.ts';
import { readKeyboard } from '../keyboard.ts';
import { readInteger } from '../params.ts';
import { readRichMessage } from '../rich/read-rich-message.ts';
import type { StoredMessage } from '../stored-message.ts';
import { applyEdit } from './edit.ts';
import { findCallChat, type Method, type MethodCall, spendOnChat } from './method.ts';
import { readMessageText } from './send-message.ts';

/** Edits the text of an ephemeral message. A call without `reply_markup` removes the buttons. */
export const editEphemeralMessageText: Method = (call) => {
  const { world, params } = call;
  const chat = spendOnChat(call, 'write');
  const message = findEphemeral(call, chat, 'edit');
  const keyboard = readKeyboard(params, true);
  const content = params.has('rich_message')
    ? readRichMessage(params, world.limits.richCharacters, false)
    : readMessageText(world, params);
  applyEdit(world, chat, message, content, keyboard);
  return true;
};

/** Edits the buttons of an ephemeral message. */
export const editEphemeralMessageReplyMarkup: Method = (call) => {
  const chat = spendOnChat(call, 'write');
  const message = findEphemeral(call, chat, 'edit');
  applyEdit(call.world, chat, message, message, readKeyboard(call.params, true));
  return true;
};

/** Deletes an ephemeral message. */
export const deleteEphemeralMessage: Method = (call) => {
  const chat = findCallChat(call);
  call.world.removeMessage(chat, findEphemeral(call, chat, 'delete'));
  return true;
};

function findEphemeral(
  { params, world }: MethodCall,
  chat: Chat,
  purpose: 'edit' | 'delete',
): StoredMessage {
  refuseUnlessWritable(chat);
  const message = chat.messages.get(-(readInteger(params, 'ephemeral_message_id') ?? 0));
  const isOfReceiver = message?.onlyForId === readInteger(params, 'receiver_user_id');
  if (!message || !isOfReceiver) throw badRequest(`message to ${purpose} not found`);
  if (message.from.id !== world.bot.id) throw badRequest(`message can't be ${purpose}ed`);
  return message;
}
