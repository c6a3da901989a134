import type { Channel, ChatMessage, QuotedMessage } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { readAttachments } from './read-attachments.ts';
import { readAuthor, readOrigin } from './read-author.ts';
import { type BotIdentity, readText } from './read-text.ts';
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
  const { text, mentionsMe } = readText(message, me);
  const attachments = readAttachments(message);
  const details = detailsOf(message);
  const isFromPerson = mentionsMe || text !== '' || attachments.length > 0 || details !== undefined;
  if (!isFromPerson) return undefined;

  const quoted = readQuoted(message, me);
  return omitUndefined({
    id: String(message.message_id),
    channel,
    author: readAuthor(message),
    addressed: readAddressed(channel, mentionsMe, quoted),
    text,
    attachments,
    details,
    quoted,
    albumId: message.media_group_id || undefined,
    sentAt: (message.date ?? 0) * 1000,
  });
}

/**
 * The message that this one replies to. The first message of a forum topic "replies" to the service
 * message that created the topic; no person chose that, so it does not count.
 */
export function repliedTo({ reply_to_message: replied }: UpdateMessage): UpdateMessage | undefined {
  return replied?.forum_topic_created ? undefined : replied;
}

/** Content that people send on purpose, and its name. A venue has a location too. */
const DETAILS: readonly (readonly [keyof UpdateMessage, string])[] = [
  ['poll', 'poll'],
  ['venue', 'location'],
  ['location', 'location'],
  ['contact', 'contact'],
  ['dice', 'dice'],
  ['game', 'game'],
  ['story', 'story'],
  ['checklist', 'checklist'],
  ['paid_media', 'paid media'],
  ['rich_message', 'rich message'],
];

function detailsOf(message: UpdateMessage): string | undefined {
  const name = DETAILS.find(([field]) => message[field] !== undefined)?.[1];
  return name && `[${name}]`;
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

/** Reads the quoted message. If the person selected a part of it, its text is only that part. */
function readQuoted(message: UpdateMessage, me: BotIdentity): QuotedMessage | undefined {
  const selected = message.quote?.is_manual ? message.quote.text : undefined;
  const replied = repliedTo(message);

  if (replied) {
    return {
      id: String(replied.message_id),
      author: readAuthor(replied),
      isOwn: replied.from?.id === me.id,
      text: readText(replied, me).text,
      ...omitUndefined({ selected }),
      attachments: readAttachments(replied),
    };
  }

  return readExternalQuote(message, me);
}

/**
 * A quoted message of another chat. Telegram sends at most a part of its text: the selected part,
 * or its own choice.
 */
function readExternalQuote(
  { external_reply: external, quote }: UpdateMessage,
  me: BotIdentity,
): QuotedMessage | undefined {
  if (!external) return undefined;

  const author = readOrigin(external.origin ?? {});
  return {
    id: external.message_id === undefined ? '' : String(external.message_id),
    author,
    isOwn: author.id === String(me.id),
    text: quote?.text ?? '',
    attachments: readAttachments(external),
  };
}
