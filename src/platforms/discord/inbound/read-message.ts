import type { ChatMessage, QuotedMessage } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import type { GuildCache } from './guild-cache.ts';
import type { RawMessage } from './raw-message.ts';
import { readAddressing } from './read-addressing.ts';
import { isProxied, readMessageAuthor } from './read-author.ts';
import { readChannel } from './read-channel.ts';
import { readContent } from './read-content.ts';
import { readLinks } from './read-links.ts';
import { ownMentionPattern, removeOwnMention } from './readable-text.ts';

/**
 * Discord's types of messages:
 * https://discord.com/developers/docs/resources/message#message-object-message-types
 */
const DEFAULT = 0;
const REPLY = 19;
/** Discord takes 2,000 characters, and 4,000 from people with Nitro. */
const NEAR_LIMITS = [
  { from: 1_900, to: 2_000 },
  { from: 3_800, to: 4_000 },
];

/**
 * Turns a message into Parley's. `undefined`: the bot itself wrote it, or Discord did: the other
 * types announce pins, joins, boosts and the like.
 */
export function readMessage(message: RawMessage, cache: GuildCache): ChatMessage | undefined {
  const { author, type = DEFAULT } = message;
  const isFromPerson = type === DEFAULT || type === REPLY;
  if (author?.id === cache.ownId || !isFromPerson) return undefined;
  return readAnyMessage(message, cache);
}

/** As `readMessage`, also for messages of the bot itself and for notices of Discord. */
export function readAnyMessage(message: RawMessage, cache: GuildCache): ChatMessage | undefined {
  const { guild_id: serverId, content: fullContent = '' } = message;
  const author = readMessageAuthor(message, cache);
  if (!author) return undefined;

  const isOwn = author.id === cache.ownId;
  const ownMention = ownMentionPattern(cache, serverId);
  const text = removeOwnMention(fullContent, ownMention);
  const content = readContent({ ...message, content: text }, cache);
  const details = [content.details, describeLostReply(message)].filter(Boolean).join('\n');

  return omitUndefined({
    id: message.id,
    channel: readChannel(message.channel_id, serverId, cache),
    author,
    ...readAddressing(message, cache),
    ...content,
    details: details || undefined,
    isOwn: isOwn || undefined,
    quoted: readQuoted(message, cache),
    links: readLinks(message, cache),
    isNearLimit: isNearLimit(fullContent) || undefined,
    origin: isProxied(message) ? ('proxy' as const) : undefined,
    sentAt: Date.parse(message.timestamp ?? '') || 0,
  });
}

function readQuoted(message: RawMessage, cache: GuildCache): QuotedMessage | undefined {
  const { referenced_message: quoted, guild_id: serverId } = message;
  if (!quoted) return undefined;

  // Discord sends the quoted message without its server.
  const quotedOnServer = serverId ? { ...quoted, guild_id: serverId } : quoted;
  const author = readMessageAuthor(quotedOnServer, cache);
  if (!author) return undefined;

  return {
    id: quoted.id,
    author,
    isOwn: author.id === cache.ownId,
    ...readContent(quotedOnServer, cache),
  };
}

/** The message that is replied to was deleted. Edits may not bring it again. */
function describeLostReply(message: RawMessage): string | undefined {
  const { type, referenced_message: quoted, edited_timestamp: editedAt } = message;
  const isLost = type === REPLY && !quoted && !editedAt;
  return isLost ? '[reply] to a message that is not there any more' : undefined;
}

function isNearLimit({ length }: string): boolean {
  return NEAR_LIMITS.some(({ from, to }) => length >= from && length <= to);
}
