import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { SaidMessage } from '../../local-network.ts';
import { describeAttachment } from '../describe-attachment.ts';
import { defaultMentions, type MessageForm } from '../forms/message-form.ts';
import { type Message, messageFlag } from '../message.ts';
import { createMessage, editMessage, removeMessage } from '../messages.ts';
import { requirePosting, reviveThread } from '../threads.ts';
import type { Channel, World } from '../world.ts';
import { readExtra } from './read-extra.ts';
import { isVisibleTo } from './to-shown.ts';

/**
 * The functions by which people write, with the limits of Discord's client. Each throws the
 * sentence that the page shows.
 */
export interface ClientMessages {
  say(message: SaidMessage): Message;
  edit(roomId: string, messageId: string, text: string): void;
  remove(roomId: string, messageId: string): void;
}

const MAX_TEXT_LENGTH = 2000;
const MAX_FILES = 10;

/** Creates the functions by which people write. */
export function createClientMessages(world: World): ClientMessages {
  return {
    say({ roomId, authorId = world.meId, text, replyTo, pingsReplied = true, extra, ...said }) {
      const files = said.files ?? (said.file ? [said.file] : []);
      if (files.length > MAX_FILES) throw new Error(`${MAX_FILES} files at most`);
      const isVoice = files.some(({ sentAs }) => sentAs === 'voice');
      const channel = findChannel(world, roomId);
      requirePosting(world, channel, authorId);
      if (channel.kind === 'forum') throw new Error('Open a post to write in a forum');
      if (replyTo !== undefined && !channel.messages.has(replyTo))
        throw new Error('The message to reply to is gone');

      const form = omitUndefined({
        ...readTypedText(world, channel, text),
        allowedMentions: { ...defaultMentions, repliedUser: pingsReplied },
        replyTo: replyTo === undefined ? undefined : { messageId: replyTo, failIfNotExists: true },
      });
      reviveThread(world, channel);
      return createMessage(world, channel, {
        authorId,
        form,
        attachments: files.map((file) => describeAttachment(world.nextId(), file)),
        systemFlags: isVoice ? messageFlag.voice : 0,
        ...readExtra(world, extra),
      });
    },
    edit(roomId, messageId, text) {
      const channel = findChannel(world, roomId);
      const message = findMessage(channel, messageId);
      editMessage(world, channel, message, readTypedText(world, channel, text));
    },
    remove(roomId, messageId) {
      const channel = findChannel(world, roomId);
      removeMessage(world, channel, findMessage(channel, messageId));
    },
  };
}

/** The channel of a room. Throws the sentence that the page shows. */
export function findChannel(world: World, roomId: string): Channel {
  const channel = world.channels.get(roomId);
  if (!channel) throw new Error('This room does not exist');
  return channel;
}

/** A message that `viewerId`, if given, can see. Throws the sentence that the page shows. */
export function findMessage(channel: Channel, messageId: string, viewerId?: string): Message {
  const message = channel.messages.get(messageId);
  if (!message || (viewerId !== undefined && !isVisibleTo(message, viewerId)))
    throw new Error('This message is gone');
  return message;
}

/** The text of a person. Throws the sentence that the page shows. */
export function readTypedText(world: World, channel: Channel, text: string): MessageForm {
  const content = replaceMentions(world, channel, text);
  if (content.length > MAX_TEXT_LENGTH)
    throw new Error(`Your message is too long: ${MAX_TEXT_LENGTH} characters at most`);
  return { content, allowedMentions: defaultMentions, enforceNonce: false };
}

/**
 * Replaces `@name` of a user and `@&name` of a role by the marks that Discord's client sends for a
 * chosen mention.
 */
function replaceMentions(world: World, channel: Channel, text: string): string {
  const roles = world.guilds.get(channel.guildId ?? '')?.roles ?? [];
  const users = [...world.users.values()];
  const mentions = [
    ...roles.map(({ id, name }) => ({ typed: `@&${name}`, mark: `<@&${id}>` })),
    ...users.map(({ id, name }) => ({ typed: `@${name}`, mark: `<@${id}>` })),
  ];
  // Longer names come first, so that no name is taken for the beginning of another one.
  const longestFirst = mentions.toSorted((a, b) => b.typed.length - a.typed.length);

  return longestFirst.reduce((result, { typed, mark }) => {
    const pattern = new RegExp(`(?<![\\w<])${RegExp.escape(typed)}(?!\\w)`, 'gi');
    return result.replaceAll(pattern, mark);
  }, text);
}
