import { badRequest } from '../api-error.ts';
import { type Chat, refuseUnlessWritable } from '../chat.ts';
import { readList, readMessageId } from '../params.ts';
import type { StoredMessage } from '../stored-message.ts';
import type { World } from '../world.ts';
import { findCallChat, type Method } from './method.ts';

/** Messages older than this cannot be deleted. */
const DELETABLE_MS = 48 * 3_600_000;
const MAX_MESSAGES = 100;

/** Deletes one message. */
export const deleteMessage: Method = (call) => {
  const chat = findCallChat(call);
  refuseUnlessWritable(chat);
  const message = chat.messages.get(readMessageId(call.params));
  if (!message) throw badRequest('message to delete not found');
  if (!canDelete(call.world, chat, message)) throw badRequest("message can't be deleted");
  call.world.removeMessage(chat, message);
  return true;
};

/** Deletes several messages. It skips those that do not exist or may not be deleted. */
export const deleteMessages: Method = (call) => {
  const chat = findCallChat(call);
  refuseUnlessWritable(chat);
  const ids = readList(call.params, 'message_ids', 'message identifiers') ?? [];
  if (ids.length === 0) throw badRequest('message identifiers are not specified');
  if (ids.length > MAX_MESSAGES) throw badRequest('too many message identifiers specified');

  for (const id of ids) {
    const message = Number(id) > 0 ? chat.messages.get(Number(id)) : undefined;
    if (message && canDelete(call.world, chat, message)) call.world.removeMessage(chat, message);
  }
  return true;
};

function canDelete(world: World, chat: Chat, message: StoredMessage): boolean {
  if (world.clock.now() - message.sentAt > DELETABLE_MS) return false;
  return (
    message.from.id === world.bot.id ||
    chat.type === 'private' ||
    chat.botStatus === 'administrator'
  );
}
