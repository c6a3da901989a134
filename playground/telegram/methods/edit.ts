import { badRequest } from '../api-error.ts';
import { type Chat, refuseUnlessWritable } from '../chat.ts';
import { readKeyboard } from '../keyboard.ts';
import { messageToWire } from '../message-to-wire.ts';
import { type Params, readMessageId } from '../params.ts';
import { readRichMessage } from '../rich/read-rich-message.ts';
import type { StoredMessage } from '../stored-message.ts';
import type { Keyboard } from '../wire.ts';
import type { World } from '../world.ts';
import { type Method, type MethodCall, spendOnChat } from './method.ts';
import { readText, recordPreview } from './send-message.ts';

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

/** Leaving `reply_markup` out removes the buttons. */
export const editMessageText: Method = (call) => {
  const { world, params } = call;
  const isRich = params.has('rich_message');
  if (isRich && params.has('text'))
    throw badRequest('exactly one of text and rich_message must be specified');
  const { chat, message } = editedMessage(call);
  if (message.attachment) throw badRequest('there is no text in the message to edit');
  const keyboard = readKeyboard(params, true);
  const content = isRich
    ? readRichMessage(params, world.limits.richCharacters, false)
    : readText(world, params);
  apply(world, chat, message, content, keyboard);
  if (!isRich) recordPreview(world, params, chat.id, message.id, content);
  return messageToWire(chat, message);
};

export const editMessageReplyMarkup: Method = (call) => {
  const { chat, message } = editedMessage(call);
  apply(call.world, chat, message, message, readKeyboard(call.params, true));
  return messageToWire(chat, message);
};

function editedMessage(call: MethodCall): { readonly chat: Chat; readonly message: StoredMessage } {
  refuseInline(call.params);
  const chat = spendOnChat(call, 'write');
  refuseUnlessWritable(chat);
  const message = chat.messages.get(readMessageId(call.params));
  if (!message) throw badRequest('message to edit not found');
  if (message.from.id !== call.world.bot.id || message.extra)
    throw badRequest("message can't be edited");
  return { chat, message };
}

function refuseInline(params: Params): void {
  if (params.has('inline_message_id') && !params.has('chat_id'))
    throw badRequest('MESSAGE_ID_INVALID');
}

type Content = Pick<StoredMessage, 'text' | 'entities' | 'rich'>;

function apply(
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

/** Equal content has equal ones, whatever the order in which fields came. */
function fingerprint({
  text,
  entities,
  rich,
  keyboard,
}: Content & Pick<StoredMessage, 'keyboard'>): string {
  const marks = entities.map((entity) => Object.entries(entity).sort());
  return JSON.stringify([text, marks, rich ?? null, keyboard ?? null]);
}
