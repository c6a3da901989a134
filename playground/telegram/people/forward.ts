import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { LocalNetwork, ShownMessage } from '../../local-network.ts';
import { isServiceMessage } from '../is-service-message.ts';
import { originOf } from '../origin-of.ts';
import { toShownMessage } from '../to-shown.ts';
import type { World } from '../world.ts';
import { findRoom } from './rooms.ts';
import { findAuthor, findMessage, postAndDeliver, refuseUnlessMayWrite, say } from './say.ts';

/**
 * Forwards a message: the new one holds a copy and says who wrote it. The app sends the words of
 * the person before it. Throws the sentence that the page shows.
 */
export function forward(world: World, call: Parameters<LocalNetwork['forward']>[0]): ShownMessage {
  const { roomId, messageId, toRoomId, authorId, text = '' } = call;
  const author = findAuthor(world, authorId);
  const { chat, message } = findMessage(world, roomId, messageId, author.id);
  const room = findRoom(world, toRoomId, author.id);
  refuseUnlessMayWrite(world, room, author);
  if (isServiceMessage(message)) throw new Error('This message cannot be forwarded.');

  if (text.trim() !== '') say(world, omitUndefined({ roomId: toRoomId, authorId, text }));
  const isHidden = world.hiddenUserIds.has(message.from.id);
  const { attachment, content, card, rich, entities } = message;
  const copy = postAndDeliver(
    world,
    room,
    omitUndefined({
      from: author,
      text: message.text,
      entities,
      rich,
      attachment,
      content,
      card,
      extra: { forward_origin: originOf(chat, message, isHidden) },
    }),
  );
  return toShownMessage(room.chat, copy);
}
