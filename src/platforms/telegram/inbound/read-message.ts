import type {
  Author,
  Channel,
  ChatMessage,
  QuotedMessage,
} from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import type { BotIdentity } from './bot-identity.ts';
import { readAuthor } from './read-author.ts';
import { readContent } from './read-content.ts';
import { describeReplyTarget, readQuoted, repliedTo } from './read-quoted.ts';
import { isTextNearLimit } from './read-text.ts';
import type { UpdateMessage } from './read-update.ts';

/** For a message in which Telegram gives bots nothing, because it is newer than the server. */
const UNSUPPORTED = '[unsupported message] Telegram does not show bots what it holds';

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
  const isUnsupported = !content.isFromPerson && isEmpty(message, content.details);
  if (!content.isFromPerson && !isUnsupported) return undefined;

  const author = readAuthor(message);
  const quoted = readQuoted(message, me);
  const addressed = readAddressed(channel, mentions.mentionsMe, quoted);
  const isForOthers = !addressed && (mentions.mentionsOthers || answersOther(message, author));
  const origin: ChatMessage['origin'] = isChannelPost(message) ? 'channel' : undefined;
  const contentDetails = isUnsupported ? UNSUPPORTED : content.details;
  const details = [describeReplyTarget(message), contentDetails].filter(Boolean).join('\n');

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
    isForOthers: isForOthers || undefined,
    isNearLimit: isTextNearLimit(message) || undefined,
    albumId: message.media_group_id || undefined,
    origin,
    sentAt: (message.date ?? 0) * 1000,
  });
}

/**
 * True for a reply to somebody else in the same chat. Comments below a channel's post are replies to the
 * post, and not to a person.
 */
function answersOther(message: UpdateMessage, author: Author): boolean {
  const replied = repliedTo(message);
  if (!replied || isChannelPost(replied)) return false;
  return readAuthor(replied).id !== author.id;
}

/** True for a message without words, files and events. */
function isEmpty(message: UpdateMessage, details: string | undefined): boolean {
  const { text, caption, forum_topic_created: topic, migrate_to_chat_id: newChat } = message;
  return details === undefined && (text ?? caption ?? topic ?? newChat) === undefined;
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
