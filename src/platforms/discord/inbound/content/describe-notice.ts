import type { RawMessage } from '../raw-message.ts';
import { userName } from '../readable-text.ts';
import { clip } from './clip.ts';

/**
 * Discord's types of messages:
 * https://discord.com/developers/docs/resources/message#message-object-message-types. People and bots
 * write these; the rest are notices of Discord itself.
 */
const WRITTEN_TYPES: readonly number[] = [0, 19, 20, 23];
/** Discord's type of a message that tells the result of a poll, in an embed. */
export const POLL_RESULT = 46;
const MAX_WORDS = 300;

/** Writes a notice. `name` is the person that it is about. */
type Notice = (name: string, message: RawMessage) => string;

/** The words of Discord's notices. `content` is the new name, the topic or the like. */
const NOTICES: Readonly<Record<number, Notice>> = {
  1: (name, message) => `${name} added ${mentionedName(message)} to the group.`,
  2: (name, message) => `${name} removed ${mentionedName(message)} from the group.`,
  3: (name, { call }) =>
    `${name} started a call${call?.ended_timestamp ? ', which has ended' : ''}.`,
  4: (name, message) => `${name} changed the name of the channel: ${quoted(message)}`,
  5: (name) => `${name} changed the picture of the channel.`,
  6: (name) => `${name} pinned a message to this channel.`,
  7: (name) => `${name} joined the server.`,
  8: (name) => `${name} boosted the server.`,
  9: (name) => `${name} boosted the server, which reached level 1.`,
  10: (name) => `${name} boosted the server, which reached level 2.`,
  11: (name) => `${name} boosted the server, which reached level 3.`,
  12: (name, message) => `${name} made this channel follow ${quoted(message)}`,
  14: () => 'The server was removed from Server Discovery.',
  15: () => 'The server is in Server Discovery again.',
  16: () => 'The server has failed the requirements of Server Discovery for a week.',
  17: () => 'The server has failed the requirements of Server Discovery for three weeks.',
  18: (name, message) => `${name} started a thread: ${quoted(message)}`,
  21: () => 'Here begins a thread.',
  22: () => 'Discord suggests to invite people.',
  24: (_name, message) => `AutoMod blocked or reported a message. ${quoted(message)}`,
  25: (name, { role_subscription_data: data }) =>
    `${name} subscribed to a role of the server${data?.tier_name ? `: ${data.tier_name}` : ''}.`,
  26: () => 'Discord offers a paid version of an app.',
  27: (name, message) => `${name} started a stage: ${quoted(message)}`,
  28: (name, message) => `${name} ended the stage: ${quoted(message)}`,
  29: (name) => `${name} is now a speaker on the stage.`,
  30: (name) => `${name} asks to speak on the stage.`,
  31: (name, message) => `${name} changed the topic of the stage: ${quoted(message)}`,
  32: (name) => `${name} upgraded an app for this server.`,
  36: (name, message) => `${name} closed parts of the server until ${quoted(message)}`,
  37: (name) => `${name} opened the server again.`,
  38: (name) => `${name} reported a raid.`,
  39: (name) => `${name} resolved a report of a raid.`,
  44: (name, { purchase_notification: purchase }) => {
    const product = purchase?.guild_product_purchase?.product_name;
    return `${name} bought something in the shop of the server${product ? `: ${product}` : ''}.`;
  },
  55: (name) => `${name} made streams of the server sharper.`,
};

/** True for a message of a person or a bot, and false for a notice of Discord. */
export function isWritten({ type = 0 }: Pick<RawMessage, 'type'>): boolean {
  return WRITTEN_TYPES.includes(type);
}

/** The words of a notice of Discord. `undefined`: the message speaks for itself. */
export function describeNotice(message: RawMessage): string | undefined {
  const { type = 0, author } = message;
  if (isWritten(message) || type === POLL_RESULT) return undefined;

  const name = message.member?.nick ?? author?.global_name ?? author?.username ?? 'Someone';
  const words =
    NOTICES[type]?.(name, message) ?? `A message of an unknown kind (${type}). ${quoted(message)}`;
  return `[notice] ${words.trim()}`;
}

function quoted({ content = '' }: RawMessage): string {
  return content === '' ? '' : `"${clip(content, MAX_WORDS)}"`;
}

function mentionedName({ mentions = [] }: RawMessage): string {
  return userName(mentions[0]?.id ?? '', { mentions }) ?? 'somebody';
}
