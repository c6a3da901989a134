import type { SaidMessage } from '../../local-network.ts';
import { defaultMentions, type MessageForm } from '../forms/message-form.ts';
import type { Message } from '../message.ts';
import { createMessage, editMessage, removeMessage } from '../messages.ts';
import { requirePosting, reviveThread } from '../threads.ts';
import type { Channel, World } from '../world.ts';
import { isVisibleTo } from './to-shown.ts';

/** What a person writes with the client: the same limits as the bot's, without the wire. */
export interface ClientMessages {
  say(said: SaidMessage): Message;
  edit(roomId: string, messageId: string, text: string): void;
  remove(roomId: string, messageId: string): void;
}

const MAX_TEXT_LENGTH = 2000;

export function createClientMessages(world: World): ClientMessages {
  return {
    say({ roomId, authorId = world.meId, text, replyTo, file }) {
      const channel = findChannel(world, roomId);
      requirePosting(world, channel, authorId);
      if (replyTo !== undefined && !channel.messages.has(replyTo))
        throw new Error('The message to reply to is gone');
      reviveThread(world, channel);
      return createMessage(world, channel, {
        authorId,
        form: {
          ...readTypedText(world, channel, text),
          ...(replyTo !== undefined && { replyTo: { messageId: replyTo, failIfNotExists: true } }),
        },
        attachments: file ? [{ id: world.nextId(), ...file }] : [],
      });
    },
    edit(roomId, messageId, text) {
      const channel = findChannel(world, roomId);
      editMessage(
        world,
        channel,
        findMessage(channel, messageId),
        readTypedText(world, channel, text),
      );
    },
    remove(roomId, messageId) {
      const channel = findChannel(world, roomId);
      removeMessage(world, channel, findMessage(channel, messageId));
    },
  };
}

/** Throws what the page shows. */
export function findChannel(world: World, roomId: string): Channel {
  const channel = world.channels.get(roomId);
  if (!channel) throw new Error('This room does not exist');
  return channel;
}

export function findMessage(channel: Channel, messageId: string, viewerId?: string): Message {
  const message = channel.messages.get(messageId);
  if (!message || (viewerId !== undefined && !isVisibleTo(message, viewerId)))
    throw new Error('This message is gone');
  return message;
}

function readTypedText(world: World, channel: Channel, text: string): MessageForm {
  const content = withMentions(world, channel, text);
  if (content.length > MAX_TEXT_LENGTH)
    throw new Error(`Your message is too long: ${MAX_TEXT_LENGTH} characters at most`);
  return { content, allowedMentions: defaultMentions, enforceNonce: false };
}

/** `@name` of a user and `@&name` of a role become what Discord's client sends for a chosen mention. */
function withMentions(world: World, channel: Channel, text: string): string {
  const roles = world.guilds.get(channel.guildId ?? '')?.roles ?? [];
  const marks = [
    ...roles.map(({ id, name }) => ({ typed: `@&${name}`, mark: `<@&${id}>` })),
    ...[...world.users.values()].map(({ id, name }) => ({ typed: `@${name}`, mark: `<@${id}>` })),
  ];
  return marks
    .toSorted((a, b) => b.typed.length - a.typed.length)
    .reduce((result, { typed, mark }) => {
      const pattern = new RegExp(`(?<![\\w<])${RegExp.escape(typed)}(?!\\w)`, 'gi');
      return result.replaceAll(pattern, mark);
    }, text);
}
