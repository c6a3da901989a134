import { readKeyboard } from '../keyboard.ts';
import { messageToWire } from '../message-to-wire.ts';
import { readRichMessage } from '../rich/read-rich-message.ts';
import { type Method, spendOnChat } from './method.ts';
import { readDestination } from './read-destination.ts';

export const sendRichMessage: Method = (call) => {
  const { world, params } = call;
  const chat = spendOnChat(call, 'write');
  const place = readDestination(chat, params);
  const content = readRichMessage(params, world.limits.richCharacters, false);
  const keyboard = readKeyboard(params, true);
  return messageToWire(
    chat,
    world.postMessage(chat, {
      from: world.bot,
      ...place,
      ...content,
      ...(keyboard && { keyboard }),
    }),
  );
};
