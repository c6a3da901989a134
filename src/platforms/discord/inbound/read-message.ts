import type { AttachmentRef, ChatMessage, QuotedMessage } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import type { GuildCache } from './guild-cache.ts';
import { listAttachments } from './list-attachments.ts';
import type { RawMessage } from './raw-message.ts';
import { readAuthor } from './read-author.ts';
import { readChannel } from './read-channel.ts';
import { ownMentionPattern, readableText, removeOwnMention } from './readable-text.ts';

/**
 * Discord's types of messages:
 * https://discord.com/developers/docs/resources/message#message-object-message-types
 */
const DEFAULT = 0;
const REPLY = 19;

/**
 * Turns a message into Parley's. `undefined`: the bot itself wrote it, or Discord did: the other
 * types announce pins, joins, boosts and the like.
 */
export function readMessage(message: RawMessage, cache: GuildCache): ChatMessage | undefined {
  const { author, guild_id: serverId, member, type = DEFAULT } = message;
  const isFromPerson = type === DEFAULT || type === REPLY;
  if (!author || author.id === cache.ownId || !isFromPerson) return undefined;

  const ownMention = ownMentionPattern(cache, serverId);
  const content = removeOwnMention(message.content ?? '', ownMention);

  return omitUndefined({
    id: message.id,
    channel: readChannel(message.channel_id, serverId, cache),
    author: { ...readAuthor(author, { cache, serverId, member }), isBot: isBot(message) },
    addressed: readAddressed(message, cache),
    text: textOf({ ...message, content }, cache),
    attachments: attachmentRefsOf(message),
    details: detailsOf(message),
    quoted: readQuoted(message, cache),
    sentAt: Date.parse(message.timestamp ?? '') || 0,
  });
}

function detailsOf({ poll, components = [] }: RawMessage): string | undefined {
  if (poll) return '[poll]';
  return components.length > 0 ? '[buttons and menus]' : undefined;
}

function readAddressed(message: RawMessage, cache: GuildCache): ChatMessage['addressed'] {
  const { guild_id: serverId, mentions, mention_roles: roleIds, content = '' } = message;
  if (serverId === undefined) return 'direct';

  const isReplyToBot =
    message.type === REPLY && message.referenced_message?.author?.id === cache.ownId;
  // A reply pings the author of the message that it answers: the list of mentions has the bot,
  // although the text does not.
  const isListed = mentions?.some(({ id }) => id === cache.ownId) === true && !isReplyToBot;

  const ownRoleId = cache.ownRoleId(serverId);
  const isRoleListed = ownRoleId !== undefined && roleIds?.includes(ownRoleId) === true;

  if (isListed || isRoleListed || ownMentionPattern(cache, serverId).test(content))
    return 'mention';
  if (isReplyToBot) return 'reply';

  const isOwnThread = cache.channel(message.channel_id)?.ownerId === cache.ownId;
  return isOwnThread ? 'thread' : false;
}

function readQuoted(message: RawMessage, cache: GuildCache): QuotedMessage | undefined {
  const { referenced_message: quoted, guild_id: serverId } = message;
  if (!quoted?.author) return undefined;

  // Discord sends the quoted message without its server.
  const quotedOnServer = serverId ? { ...quoted, guild_id: serverId } : quoted;
  return {
    id: quoted.id,
    author: { ...readAuthor(quoted.author, { cache, serverId }), isBot: isBot(quoted) },
    isOwn: quoted.author.id === cache.ownId,
    text: textOf(quotedOnServer, cache),
    attachments: attachmentRefsOf(quoted),
  };
}

/**
 * Gives the words of a message, the names of its stickers, and the words of messages that it
 * forwards.
 */
function textOf(message: RawMessage, cache: GuildCache): string {
  const { content = '', mentions = [], sticker_items: stickers = [] } = message;
  const sources = { cache, serverId: message.guild_id, mentions };

  const stickerNames = stickers.map(({ name }) => `[sticker: ${name}]`);
  const forwarded = (message.message_snapshots ?? []).map(
    (snapshot) => `[forwarded]\n${readableText(snapshot.message.content ?? '', sources)}`,
  );

  const parts = [readableText(content, sources), ...stickerNames, ...forwarded];
  const filledParts = parts.filter((part) => part !== '');
  return filledParts.join('\n').trim();
}

/**
 * The address of an attachment expires after a day, so the reference says where to ask for a fresh
 * one.
 */
function attachmentRefsOf(message: RawMessage): readonly AttachmentRef[] {
  return listAttachments(message).map((attachment) => ({
    ref: `${message.channel_id}/${message.id}/${attachment.id}`,
    name: attachment.filename ?? 'file',
    mime: attachment.content_type ?? 'application/octet-stream',
    bytes: Math.max(0, attachment.size ?? 0),
  }));
}

function isBot({ author, webhook_id: webhookId }: RawMessage): boolean {
  return author?.bot === true || webhookId !== undefined;
}
