import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { LocalNetwork } from '../../local-network.ts';
import { chatToWire } from '../chat.ts';
import { messageToWire } from '../message-to-wire.ts';
import { toRoomId } from '../to-shown.ts';
import type { World } from '../world.ts';
import { findRoom } from './rooms.ts';
import { findAuthor, findMessage } from './say.ts';

/** The id of the Stop button on a draft. */
const STOP_BUTTON = 'stop';

/**
 * Presses a button and waits for the bot's answer to the press. The answer's text becomes a toast.
 */
export async function press(
  world: World,
  { roomId, authorId, messageId, buttonId, isForged = false }: Parameters<LocalNetwork['press']>[0],
): Promise<void> {
  const author = findAuthor(world, authorId);
  if (messageId.startsWith('draft-') && buttonId === STOP_BUTTON) {
    stopDraft(world, roomId, author.id);
    return;
  }

  const { chat, message } = findMessage(world, roomId, messageId, author.id);
  const button = message.keyboard?.flat().find((candidate) => candidate.callback_data === buttonId);
  if (!button && !isForged) throw new Error('This message has no such button.');

  const { id, answered } = world.callbackQueries.open({
    chatId: chat.id,
    personId: author.id,
  });
  // A message of a guest is in no chat of the bot.
  const guestMessageId = world.guests.idOf(message);
  const source =
    guestMessageId === undefined
      ? { message: messageToWire(chat, message) }
      : { inline_message_id: guestMessageId };
  world.updates.push('callback_query', {
    id,
    from: author,
    ...source,
    chat_instance: `${chat.id}`,
    data: button?.callback_data ?? buttonId,
  });

  const text = await answered;
  if (text !== '') world.emit({ kind: 'toast', roomId: toRoomId(chat, message.threadId), text });
}

/**
 * Stops the draft in a person's chat. In the update about it, the id of the draft is a string, as
 * on the real server.
 */
export function stopDraft(world: World, roomId: string, userId: number): void {
  const { chat, threadId } = findRoom(world, roomId, userId);
  const draft = world.drafts.stop(chat, threadId);
  const update = omitUndefined({
    chat: chatToWire(chat),
    message_thread_id: threadId,
    draft_id: `${draft.id}`,
  });
  world.updates.push('stopped_message_generation', update);
}
