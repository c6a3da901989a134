import { badRequest } from '../api-error.ts';
import { readKeyboard } from '../keyboard.ts';
import { messageToWire } from '../message-to-wire.ts';
import { type Params, readFlag, readObject } from '../params.ts';
import { formatText } from '../text/format-text.ts';
import type { FormattedText } from '../wire.ts';
import type { World } from '../world.ts';
import { type Method, spendOnChat } from './method.ts';
import { readDestination } from './read-destination.ts';

export const sendMessage: Method = (call) => {
  const { world, params } = call;
  const chat = spendOnChat(call, 'write');
  const place = readDestination(chat, params);
  const formatted = readText(world, params);
  const keyboard = readKeyboard(params, false);
  const message = world.postMessage(chat, {
    from: world.bot,
    ...place,
    ...formatted,
    ...(keyboard && { keyboard }),
  });
  recordPreview(world, params, chat.id, message.id, formatted);
  return messageToWire(chat, message);
};

/** The text of a message that must have one. */
export function readText(world: World, params: Params): FormattedText {
  const formatted = formatText(params, {
    parameter: 'text',
    mostCharacters: world.limits.messageCharacters,
    findUser: (id) => world.findUser(id),
  });
  if (formatted.text === '') throw badRequest('message text is empty');
  return formatted;
}

/** Notes the page that clients would show, unless the call switched that off. */
export function recordPreview(
  world: World,
  params: Params,
  chatId: number,
  messageId: number,
  { text, entities }: FormattedText,
): void {
  const options = readObject(params, 'link_preview_options', 'link preview options');
  if (options?.is_disabled === true || readFlag(params, 'disable_web_page_preview')) return;
  const link = entities.find(({ type }) => type === 'url' || type === 'text_link');
  const chosen = typeof options?.url === 'string' && options.url !== '' ? options.url : undefined;
  const url = chosen ?? (link && (link.url ?? text.slice(link.offset, link.offset + link.length)));
  if (url !== undefined) world.recordPreview({ chatId, messageId, url });
}
