import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { refuseUnlessAllowed } from '../chat.ts';
import { readKeyboard } from '../keyboard.ts';
import { messageToWire } from '../message-to-wire.ts';
import { readRichMessage } from '../rich/read-rich-message.ts';
import { type Method, spendOnChat } from './method.ts';
import { readDestination } from './read-destination.ts';
import { readReceiver } from './read-receiver.ts';

/** Sends a rich message. */
export const sendRichMessage: Method = (call) => {
  const { world, params } = call;
  const chat = spendOnChat(call, 'write');
  const destination = readDestination(chat, params);
  refuseUnlessAllowed(chat, 'text messages');
  const onlyForId = readReceiver(call, chat);
  const content = readRichMessage(params, world.limits.richCharacters, false);
  const keyboard = readKeyboard(params, true);

  const message = omitUndefined({
    from: world.bot,
    ...destination,
    onlyForId,
    ...content,
    keyboard,
  });
  return messageToWire(chat, world.postMessage(chat, message));
};
