import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { badRequest } from '../api-error.ts';
import { refuseUnlessAllowed } from '../chat.ts';
import { readKeyboard } from '../keyboard.ts';
import { messageToWire } from '../message-to-wire.ts';
import { type Params, readFlag, readObject } from '../params.ts';
import { formatText } from '../text/format-text.ts';
import type { FormattedText } from '../wire.ts';
import type { World } from '../world.ts';
import { type Method, spendOnChat } from './method.ts';
import { readDestination } from './read-destination.ts';
import { readReceiver } from './read-receiver.ts';

/** Sends a text message. */
export const sendMessage: Method = (call) => {
  const { world, params } = call;
  const chat = spendOnChat(call, 'write');
  const destination = readDestination(chat, params);
  refuseUnlessAllowed(chat, 'text messages');
  const onlyForId = readReceiver(call, chat);
  const formatted = readMessageText(world, params);
  const keyboard = readKeyboard(params, false);

  const content = omitUndefined({
    from: world.bot,
    ...destination,
    onlyForId,
    ...formatted,
    keyboard,
  });
  const message = world.postMessage(chat, content);
  recordPreview(world, params, chat.id, message.id, formatted);
  return messageToWire(chat, message);
};

/**
 * Reads the text of a message.
 *
 * @throws An `ApiError` when it is empty.
 */
export function readMessageText(world: World, params: Params): FormattedText {
  const formatted = formatText(params, {
    parameter: 'text',
    maxCharacters: world.limits.messageCharacters,
    findUser: (id) => world.findUser(id),
  });
  if (formatted.text === '') throw badRequest('message text is empty');
  return formatted;
}

/** Records the web page whose preview clients would show, unless the call switched that off. */
export function recordPreview(
  world: World,
  params: Params,
  chatId: number,
  messageId: number,
  { text, entities }: FormattedText,
): void {
  const options = readObject(params, 'link_preview_options', 'link preview options');
  if (options?.is_disabled === true || readFlag(params, 'disable_web_page_preview')) return;

  const chosenUrl =
    typeof options?.url === 'string' && options.url !== '' ? options.url : undefined;
  const link = entities.find(({ type }) => type === 'url' || type === 'text_link');
  const linkText = link && text.slice(link.offset, link.offset + link.length);
  const url = chosenUrl ?? link?.url ?? linkText;
  if (url !== undefined) world.recordPreview({ chatId, messageId, url });
}
