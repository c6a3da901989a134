import type { APIAttachment, APIMessage } from 'discord.js';
import type { AttachmentRef, ChatMessage, QuotedMessage } from '../../../contracts/chat-message.ts';
import type { GuildCache } from './guild-cache.ts';
import { type RawMember, readAuthor } from './read-author.ts';
import { readChannel } from './read-channel.ts';
import { type Mentioned, ownMention, readableText, withoutOwnMention } from './readable-text.ts';

/** What we read of a message. Discord-compatible servers leave fields out, and so do partial updates. */
export type RawMessage = Pick<APIMessage, 'id' | 'channel_id'> &
  Partial<Omit<APIMessage, 'mentions' | 'referenced_message'>> & {
    readonly guild_id?: string;
    readonly member?: RawMember;
    readonly mentions?: readonly Mentioned[];
    readonly referenced_message?: RawMessage | null;
  };

/** A message of its own, or a reply. Everything else is Discord telling of pins, joins, boosts and the like. */
const READ_TYPES = [0, 19];

/** `undefined`: nothing that somebody said, or said by the bot itself. */
export function readMessage(message: RawMessage, known: GuildCache): ChatMessage | undefined {
  const { author, guild_id: serverId, member } = message;
  if (!author || author.id === known.ownId || !READ_TYPES.includes(message.type ?? 0))
    return undefined;
  const quoted = readQuoted(message, known);
  return {
    id: message.id,
    channel: readChannel(message.channel_id, serverId, known),
    author: {
      ...readAuthor(author, { known, serverId, ...(member && { member }) }),
      isBot: isBot(message),
    },
    addressed: readAddressed(message, known),
    text: textOf(
      {
        ...message,
        content: withoutOwnMention(message.content ?? '', ownMention(known, serverId)),
      },
      known,
    ),
    attachments: attachmentsOf(message),
    ...(quoted && { quoted }),
    sentAt: Date.parse(message.timestamp ?? '') || 0,
  };
}

function readAddressed(message: RawMessage, known: GuildCache): ChatMessage['addressed'] {
  const { guild_id: serverId, mentions, mention_roles: roles, content = '' } = message;
  if (serverId === undefined) return 'direct';
  const repliesToOwn =
    message.type === 19 && message.referenced_message?.author?.id === known.ownId;
  // A reply pings whom it answers: the list of mentions names the bot although the text does not.
  const isNamed = mentions?.some(({ id }) => id === known.ownId) === true && !repliesToOwn;
  const ownRole = known.ownRole(serverId);
  const isRoleNamed = ownRole !== undefined && roles?.includes(ownRole) === true;
  if (isNamed || isRoleNamed || ownMention(known, serverId).test(content)) return 'mention';
  if (repliesToOwn) return 'reply';
  return known.channel(message.channel_id)?.ownerId === known.ownId ? 'thread' : false;
}

function readQuoted(message: RawMessage, known: GuildCache): QuotedMessage | undefined {
  const { referenced_message: quoted, guild_id: serverId } = message;
  if (!quoted?.author) return undefined;
  return {
    id: quoted.id,
    author: { ...readAuthor(quoted.author, { known, serverId }), isBot: isBot(quoted) },
    isOwn: quoted.author.id === known.ownId,
    // What is quoted comes without its server.
    text: textOf({ ...quoted, ...(serverId && { guild_id: serverId }) }, known),
    attachments: attachmentsOf(quoted),
  };
}

function textOf(message: RawMessage, known: GuildCache): string {
  const {
    content = '',
    mentions = [],
    sticker_items: stickers = [],
    message_snapshots: snapshots = [],
  } = message;
  const marks = { known, serverId: message.guild_id, mentions };
  const forwarded = snapshots.map(
    ({ message: { content: text = '' } }) => `[forwarded]\n${readableText(text, marks)}`,
  );
  const shown = [
    readableText(content, marks),
    ...stickers.map(({ name }) => `[sticker: ${name}]`),
    ...forwarded,
  ];
  return shown.filter(Boolean).join('\n').trim();
}

/** Addresses of attachments expire after a day: a reference says where to ask for a fresh one. */
function attachmentsOf(message: RawMessage): readonly AttachmentRef[] {
  const forwarded =
    message.message_snapshots?.flatMap(({ message: snapshot }) => snapshot.attachments ?? []) ?? [];
  return [...(message.attachments ?? []), ...forwarded].map((attachment: APIAttachment) => ({
    ref: `${message.channel_id}/${message.id}/${attachment.id}`,
    name: attachment.filename,
    mime: attachment.content_type ?? 'application/octet-stream',
    bytes: attachment.size,
  }));
}

function isBot({ author, webhook_id: webhookId }: RawMessage): boolean {
  return author?.bot === true || webhookId !== undefined;
}
