import { keyboardOf } from '../keyboard.ts';
import { messageToWire } from '../message-to-wire.ts';
import { readRichMessage } from '../rich/read-rich-message.ts';
import { type Method, spendIn } from './method.ts';
import { sendPlace } from './read-destination.ts';

export const sendRichMessage: Method = (call) => {
  const { world, params } = call;
  const chat = spendIn(call, 'write');
  const place = sendPlace(chat, params);
  const content = readRichMessage(params, world.limits.richCharacters, false);
  const keyboard = keyboardOf(params, true);
  return messageToWire(
    chat,
    world.post(chat, { from: world.bot, ...place, ...content, ...(keyboard && { keyboard }) }),
  );
};
