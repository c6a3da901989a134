import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { LocalNetwork } from '../../local-network.ts';
import { defaultMentions } from '../forms/message-form.ts';
import { type Message, messageFlag } from '../message.ts';
import { createMessage } from '../messages.ts';
import { requirePosting, reviveThread } from '../threads.ts';
import type { World } from '../world.ts';
import { type ClientMessages, findChannel, findMessage } from './client-messages.ts';

const FORWARD = 1;

/**
 * Forwards a message: the new one holds a copy and no words. The app sends the words of the person
 * after it. Throws the sentence that the page shows.
 */
export function forward(
  world: World,
  messages: ClientMessages,
  call: Parameters<LocalNetwork['forward']>[0],
): Message {
  const { roomId, messageId, toRoomId, authorId = world.meId, text = '' } = call;
  const original = findMessage(findChannel(world, roomId), messageId, authorId);
  const channel = findChannel(world, toRoomId);
  requirePosting(world, channel, authorId);
  if (original.poll || original.type !== undefined)
    throw new Error('This message cannot be forwarded');

  reviveThread(world, channel);
  const forwarded = createMessage(world, channel, {
    authorId,
    form: { allowedMentions: defaultMentions, enforceNonce: false },
    reference: { type: FORWARD, channelId: original.channelId, messageId: original.id },
    // A forward of a forward holds the first original.
    snapshot: original.snapshot ?? { ...original },
    systemFlags: messageFlag.hasSnapshot,
  });
  if (text.trim() !== '') messages.say(omitUndefined({ roomId: toRoomId, authorId, text }));
  return forwarded;
}
