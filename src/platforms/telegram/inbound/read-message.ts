import type { Message } from 'grammy/types';
import type { Channel, ChatMessage, QuotedMessage } from '../../../contracts/chat-message.ts';
import { readAttachments } from './read-attachments.ts';
import { readAuthor, readOrigin } from './read-author.ts';
import { type BotIdentity, readText } from './read-text.ts';

/** `undefined`: nobody said anything (somebody joined, a message was pinned, …). */
export function readMessage(
  message: Message,
  channel: Channel,
  me: BotIdentity,
): ChatMessage | undefined {
  const { text, mentionsMe } = readText(message, me);
  const attachments = readAttachments(message);
  if (!mentionsMe && !text && attachments.length === 0 && !hasOtherContent(message))
    return undefined;
  const quoted = readQuoted(message, me);
  return {
    id: String(message.message_id),
    channel,
    author: readAuthor(message),
    addressed: addressed(channel, mentionsMe, quoted),
    text,
    attachments,
    ...(quoted && { quoted }),
    ...(message.media_group_id && { albumId: message.media_group_id }),
    sentAt: message.date * 1000,
  };
}

/** The first message of a forum topic "replies" to the service message that created it; nobody meant that. */
export function repliedTo({ reply_to_message: replied }: Message): Message | undefined {
  return replied?.forum_topic_created ? undefined : replied;
}

/** What people send on purpose, but what has neither words nor a file. */
function hasOtherContent(message: Message): boolean {
  const {
    contact,
    location,
    poll,
    dice,
    story,
    game,
    checklist,
    rich_message: rich,
    paid_media: paid,
  } = message;
  return [contact, location, poll, dice, story, game, checklist, rich, paid].some(
    (content) => content !== undefined,
  );
}

function addressed(
  channel: Channel,
  mentionsMe: boolean,
  quoted: QuotedMessage | undefined,
): ChatMessage['addressed'] {
  if (channel.kind === 'direct') return 'direct';
  if (mentionsMe) return 'mention';
  return quoted?.isOwn ? 'reply' : false;
}

/** The part that somebody selected counts, else the whole message. */
function readQuoted(message: Message, me: BotIdentity): QuotedMessage | undefined {
  const selected = message.quote?.is_manual ? message.quote.text : undefined;
  const replied = repliedTo(message);
  if (replied) {
    return {
      id: String(replied.message_id),
      author: readAuthor(replied),
      isOwn: replied.from?.id === me.id,
      text: selected ?? readText(replied, me).text,
      attachments: readAttachments(replied),
    };
  }
  const { external_reply: external } = message;
  if (!external) return undefined;
  const author = readOrigin(external.origin);
  return {
    id: external.message_id === undefined ? '' : String(external.message_id),
    author,
    isOwn: author.id === String(me.id),
    // Of a message in another chat, Telegram sends at most the selected or an automatically chosen part.
    text: message.quote?.text ?? '',
    attachments: readAttachments(external),
  };
}
