import type { QuotedMessage } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import type { BotIdentity } from './bot-identity.ts';
import { chatName } from './chat-name.ts';
import { findTask } from './content/describe-checklist.ts';
import { describeContent } from './content/describe-content.ts';
import { findPollOption } from './content/describe-poll.ts';
import { toMarkdown } from './content/to-markdown.ts';
import { readAuthor, readOrigin } from './read-author.ts';
import { readContent } from './read-content.ts';
import type { UpdateMessage } from './read-update.ts';
import { chatReader } from './readers.ts';

/**
 * The message that this one replies to. The first message of a forum topic "replies" to the service
 * message that created the topic; no person chose that, so it does not count.
 */
export function repliedTo({ reply_to_message: replied }: UpdateMessage): UpdateMessage | undefined {
  return replied?.forum_topic_created ? undefined : replied;
}

/** Reads what a message replies to: a message of its chat, one of another chat, or a story. */
export function readQuoted(message: UpdateMessage, me: BotIdentity): QuotedMessage | undefined {
  const replied = repliedTo(message);
  if (replied) return readReplied(message, replied, me);
  if (message.external_reply) return readExternalQuote(message, me);
  return message.reply_to_story === undefined ? undefined : readStory(message.reply_to_story);
}

function readReplied(
  { quote }: UpdateMessage,
  replied: UpdateMessage,
  me: BotIdentity,
): QuotedMessage {
  const isOwn = replied.from?.id === me.id;
  const { text, attachments, details, forwardedFrom } = readContent(replied, me, { isOwn });
  const selected = quote?.is_manual ? toMarkdown(quote.text, quote.entities) : undefined;

  return omitUndefined({
    id: String(replied.message_id),
    author: readAuthor(replied),
    isOwn,
    text,
    selected: selected || undefined,
    attachments,
    details,
    forwardedFrom,
  });
}

/**
 * A quoted message of another chat. Telegram sends its files, but at most a part of its text: the
 * selected part, or its own choice.
 */
function readExternalQuote(
  { external_reply: external, quote }: UpdateMessage,
  me: BotIdentity,
): QuotedMessage | undefined {
  if (!external) return undefined;

  const author = readOrigin(external.origin ?? {});
  const isOwn = author.id === String(me.id);
  const content = readContent(external, me, { isOwn });
  const text = toMarkdown(quote?.text, quote?.entities) || content.text;
  const details = [originDetails(external, text), content.details].filter(Boolean).join('\n');

  return {
    id: external.message_id === undefined ? '' : String(external.message_id),
    author,
    isOwn,
    text,
    attachments: content.attachments,
    details,
  };
}

function originDetails(
  { chat, origin, message_id: messageId }: NonNullable<UpdateMessage['external_reply']>,
  text: string,
): string {
  const place = chat && chatName(chat);
  const post = chat?.username && messageId && `https://t.me/${chat.username}/${messageId}`;
  const signature = origin?.author_signature && `signed by ${origin.author_signature}`;
  const source = [place, signature, post].filter(Boolean).join(', ');
  const extent = text === '' ? 'Telegram does not give its text' : 'its text may be longer';
  return `[message of another chat] ${[source, extent].filter(Boolean).join('; ')}`;
}

function readStory(story: unknown): QuotedMessage {
  const { chat } = (story ?? {}) as { readonly chat?: unknown };
  const author = chatReader(chat);

  return {
    id: '',
    author: readOrigin(author ? { sender_chat: author } : {}),
    isOwn: false,
    text: '',
    attachments: [],
    details: describeContent({ story }, []).join('\n'),
  };
}

/** The part of a checklist or a poll that a message replies to, in words. */
export function describeReplyTarget(message: UpdateMessage): string | undefined {
  const { reply_to_checklist_task_id: taskId, reply_to_poll_option_id: optionId } = message;
  const replied = message.reply_to_message ?? message.external_reply;

  if (taskId !== undefined) {
    const task = findTask(replied?.checklist, taskId);
    return `[about one task] ${task === undefined ? `number ${taskId} of the checklist` : task}`;
  }
  if (optionId !== undefined) {
    const option = findPollOption(replied?.poll, optionId);
    return `[about one option] ${option === undefined ? 'an option of the poll' : option}`;
  }
  return undefined;
}
