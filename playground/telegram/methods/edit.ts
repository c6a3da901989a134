import { badRequest } from '../api-error.ts';
import { type Chat, isGroup, refuseUnlessWritable } from '../chat.ts';
import { readKeyboard } from '../keyboard.ts';
import { messageToWire } from '../message-to-wire.ts';
import { readMessageId } from '../params.ts';
import { readRichMessage } from '../rich/read-rich-message.ts';
import type { StoredMessage } from '../stored-message.ts';
import type { Keyboard } from '../wire.ts';
import type { World } from '../world.ts';
import { type Method, type MethodCall, spendOnChat } from './method.ts';
import { readMessageText, recordPreview } from './send-message.ts';

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

/** Edits the text of a message. A call without `reply_markup` removes the buttons. */
export const editMessageText: Method = (call) => {
  const { world, params } = call;
  const isRich = params.has('rich_message');
  if (isRich && params.has('text'))
    throw badRequest('exactly one of text and rich_message must be specified');
  const { chat, message } = findEditedMessage(call);
  if (message.attachment) throw badRequest('there is no text in the message to edit');

  const keyboard = readKeyboard(params, true);
  const content = isRich
    ? readRichMessage(params, world.limits.richCharacters, false)
    : readMessageText(world, params);
  applyEdit(world, chat, message, content, keyboard);
  if (!isRich) recordPreview(world, params, chat.id, message.id, content);
  return editResult(call, chat, message);
};

/** Edits the buttons of a message. */
export const editMessageReplyMarkup: Method = (call) => {
  const { chat, message } = findEditedMessage(call);
  applyEdit(call.world, chat, message, message, readKeyboard(call.params, true));
  return editResult(call, chat, message);
};

/** The edit of an inline message gives `true`. */
function editResult({ params }: MethodCall, chat: Chat, message: StoredMessage) {
  return params.has('chat_id') ? messageToWire(chat, message) : true;
}

function findEditedMessage(call: MethodCall): {
  readonly chat: Chat;
  readonly message: StoredMessage;
} {
  const inlineId = call.params.get('inline_message_id');
  if (inlineId !== undefined && !call.params.has('chat_id')) {
    const found = call.world.guests.find(inlineId);
    const { chat } = found;
    call.world.rateLimits.spend('write', { id: chat.id, isGroup: isGroup(chat) });
    return found;
  }
  const chat = spendOnChat(call, 'write');
  refuseUnlessWritable(chat);
  const message = chat.messages.get(readMessageId(call.params));
  if (!message) throw badRequest('message to edit not found');
  if (message.from.id !== call.world.bot.id || message.extra)
    throw badRequest("message can't be edited");
  return { chat, message };
}

type Content = Pick<StoredMessage, 'text' | 'entities' | 'rich'>;

/** @throws An `ApiError` when the edit changes nothing. */
export function applyEdit(
  world: World,
  chat: Chat,
  message: StoredMessage,
  content: Content,
  keyboard: Keyboard | undefined,
) {
  const { text, entities, rich } = content;
  const next = { text, entities, rich, keyboard };
  if (fingerprint(next) === fingerprint(message)) throw badRequest(NOT_MODIFIED);
  world.editMessage(chat, message, next);
}

/** Equal contents have equal fingerprints, whatever the order of the fields in the request. */
function fingerprint({
  text,
  entities,
  rich,
  keyboard,
}: Content & Pick<StoredMessage, 'keyboard'>): string {
  const sortedEntities = entities.map((entity) => Object.entries(entity).sort());
  return JSON.stringify([text, sortedEntities, rich ?? null, keyboard ?? null]);
}
