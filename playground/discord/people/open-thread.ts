import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { LocalNetwork } from '../../local-network.ts';
import { describeAttachment } from '../describe-attachment.ts';
import { createMessage } from '../messages.ts';
import { requirePermissions } from '../permissions.ts';
import { openThread } from '../threads.ts';
import type { Channel, World } from '../world.ts';
import { findChannel, findMessage, readTypedText } from './client-messages.ts';

/**
 * Opens a thread in the name of a person: on a message, or in a forum with its first message.
 * Throws the sentence that the page shows.
 */
export function openPersonsThread(
  world: World,
  call: Parameters<LocalNetwork['openThread']>[0],
): Channel {
  const { roomId, name, messageId, text, files = [], authorId = world.meId } = call;
  const parent = findChannel(world, roomId);
  requirePermissions(world, parent, authorId, 'createThreads');
  if (name.trim() === '') throw new Error('A thread needs a name');

  if (parent.kind === 'forum') {
    if (text === undefined) throw new Error('A post in a forum needs a first message');
    const post = openThread(world, parent, { name: name.trim(), ownerId: authorId });
    // The first message of a post has the id of the post.
    const form = readTypedText(world, post, text);
    const attachments = files.map((file) => describeAttachment(world.nextId(), file));
    createMessage(world, post, { id: post.id, authorId, form, attachments });
    return post;
  }

  const id = messageId === undefined ? undefined : findMessage(parent, messageId, authorId).id;
  const newThread = omitUndefined({ name: name.trim(), ownerId: authorId, id });
  return openThread(world, parent, newThread);
}
