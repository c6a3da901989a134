import type { Channel, ChatMessage, QuotedMessage } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import type { BotIdentity } from './bot-identity.ts';
import { readAuthor } from './read-author.ts';
import { readContent } from './read-content.ts';
import { describeReplyTarget, readQuoted } from './read-quoted.ts';
import { isTextNearLimit } from './read-text.ts';
import type { UpdateMessage } from './read-update.ts';

/**
 * Reads a message. Gives `undefined` for a service message (a person joined, a message was pinned,
 * …).
 */
export function readMessage(
  message: UpdateMessage,
  channel: Channel,
  me: BotIdentity,
): ChatMessage | undefined {
  const content = readContent(message, me);
  const { text, attachments, forwardedFrom, mentions } = content;
  if (!content.isFromPerson) return undefined;

  const author = readAuthor(message);
  const quoted = readQuoted(message, me);
  const addressed = readAddressed(channel, mentions.mentionsMe, quoted);
  const repliesToOther =
    quoted !== undefined && quoted.id !== '' && !quoted.isOwn && quoted.author.id !== author.id;
  const origin: ChatMessage['origin'] = isChannelPost(message) ? 'channel' : undefined;
  const details = [describeReplyTarget(message), content.details].filter(Boolean).join('\n');

  return omitUndefined({
    id: String(message.message_id),
    channel,
    author,
    addressed,
    text,
    attachments,
    details: details || undefined,
    forwardedFrom,
    quoted,
    isForOthers: (!addressed && (mentions.mentionsOthers || repliesToOther)) || undefined,
    isNearLimit: isTextNearLimit(message) || undefined,
    albumId: message.media_group_id || undefined,
    origin,
    sentAt: (message.date ?? 0) * 1000,
  });
}

/** A post of a channel, there or where Telegram forwards it: in the discussion group of the channel. */
export function isChannelPost({
  chat,
  is_automatic_forward: isForward,
}: Pick<UpdateMessage, 'chat' | 'is_automatic_forward'>): boolean {
  return chat.type === 'channel' || isForward === true;
}

function readAddressed(
  channel: Channel,
  mentionsMe: boolean,
  quoted: QuotedMessage | undefined,
): ChatMessage['addressed'] {
  if (channel.kind === 'direct') return 'direct';
  if (mentionsMe) return 'mention';
  return quoted?.isOwn ? 'reply' : false;
}
