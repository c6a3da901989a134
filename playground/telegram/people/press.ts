import type { LocalNetwork } from '../../local-network.ts';
import { chatToWire } from '../chat.ts';
import { messageToWire } from '../message-to-wire.ts';
import { toRoomId } from '../to-shown.ts';
import type { World } from '../world.ts';
import { findRoom } from './rooms.ts';
import { findAuthor, findMessage } from './say.ts';

const STOP_DRAFT = 'stop';

/** Presses a button and waits until the bot answered the press. */
export async function press(
  world: World,
  pressed: Parameters<LocalNetwork['press']>[0],
): Promise<void> {
  const author = findAuthor(world, pressed.authorId);
  if (pressed.messageId.startsWith('draft-') && pressed.buttonId === STOP_DRAFT) {
    stopDraft(world, pressed.roomId, author.id);
    return;
  }
  const { chat, message } = findMessage(world, pressed.roomId, pressed.messageId, author.id);
  const button = message.keyboard?.flat().find((one) => one.callback_data === pressed.buttonId);
  if (!button) throw new Error('This message has no such button.');
  const { id, answered } = world.callbackQueries.open();
  world.updates.push('callback_query', {
    id,
    from: author,
    message: messageToWire(chat, message),
    chat_instance: `${chat.id}`,
    data: button.callback_data,
  });
  const { text } = await answered;
  if (text !== '') world.emit({ kind: 'toast', roomId: toRoomId(chat, message.threadId), text });
}

/** The id of a draft is a string in this update, as the real server serialises it. */
export function stopDraft(world: World, roomId: string, userId: number): void {
  const { chat, threadId } = findRoom(world, roomId, userId);
  const draft = world.drafts.stop(chat, threadId);
  world.updates.push('stopped_message_generation', {
    chat: chatToWire(chat),
    ...(threadId !== undefined && { message_thread_id: threadId }),
    draft_id: `${draft.id}`,
  });
}
