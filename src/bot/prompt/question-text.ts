import type { AttachmentRef, ChatMessage, QuotedMessage } from '../../contracts/chat-message.ts';
import type { BackgroundMessage } from '../../contracts/material.ts';
import type { PromptMessage } from '../../contracts/provider.ts';
import type { Turn } from '../../contracts/turns.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import type { PromptMedia } from '../material/prompt-media.ts';
import { createFileMentions, type FileMentions, type MediaLimits } from './file-mentions.ts';
import { escapeFrames, frame, quoteLines } from './frame.ts';
import { writerName } from './writer-name.ts';

/** The limits for quoted messages. Of an answer of the bot, the history has the rest. */
const MAX_QUOTE_CHARACTERS = 8_000;
const MAX_OWN_QUOTE_CHARACTERS = 2_000;

type Mention = (attachment: AttachmentRef) => string;

/**
 * A question as a message of the prompt. Pictures and recordings that are not in `media`, or beyond the
 * limits, are told in words.
 */
export function questionMessage(
  turn: Turn,
  media: PromptMedia = new Map(),
  limits?: MediaLimits,
): PromptMessage {
  const files = createFileMentions(turn.material?.files ?? [], media, limits);
  const text = questionText(turn, files);
  const { images, audio } = files;
  return omitUndefined({
    role: 'user' as const,
    text,
    images: images.length > 0 ? images : undefined,
    audio: audio.length > 0 ? audio : undefined,
  });
}

/**
 * What the model reads of a question: what it builds on, the words, and last the texts of its files. What
 * Parley says about a message stands in frames, and what others wrote in quotes.
 */
export function questionText({ inputs, material }: Turn, files: FileMentions): string {
  const background = (material?.background ?? []).map((one) => backgroundText(one, files.mention));
  const words = inputs.map((input) => inputText(input, files.mention));
  return [...background, ...words, ...files.contents()].filter(Boolean).join('\n\n');
}

/** A message with the one that it replies to; in shared channels also with its author. */
function inputText({ author, channel, quoted, ...message }: ChatMessage, mention: Mention): string {
  // First, because pictures have their numbers in the order in which they are mentioned.
  const quote = quoted && quoteText(quoted, mention);
  const content = contentText(message, mention);
  const isShared = channel.kind !== 'direct';
  const withAuthor = content && isShared ? underName(author.name, content) : content;
  return [quote, withAuthor].filter(Boolean).join('\n');
}

/** Words of one line follow the name. A fence or a list must begin a line. */
function underName(name: string, content: string): string {
  // Not the name alone: nobody can have a name that looks like another frame.
  return `${frame(`from ${name}`)}${content.includes('\n') ? '\n' : ' '}${content}`;
}

type Content = Pick<ChatMessage, 'text' | 'details' | 'attachments' | 'forwardedFrom'>;

function contentText(
  { text, details, attachments, forwardedFrom }: Content,
  mention: Mention,
  maxCharacters = Infinity,
): string {
  const written = [text, details].filter(Boolean).map((part) => escapeFrames(part ?? ''));
  const words = shorten(written.join('\n'), maxCharacters);
  const content = [words, ...attachments.map(mention)].filter(Boolean).join('\n');
  if (forwardedFrom === undefined || content === '') return content;
  return `${frame(`forwarded from ${forwardedFrom}:`)}\n${quoteLines(content)}`;
}

function quoteText(quoted: QuotedMessage, mention: Mention): string {
  const { isOwn, author, selected } = quoted;
  const maxCharacters = isOwn ? MAX_OWN_QUOTE_CHARACTERS : MAX_QUOTE_CHARACTERS;
  const content = contentText(quoted, mention, maxCharacters);
  const writer = writerName(isOwn ? undefined : author.name);
  if (selected === undefined || selected === quoted.text) {
    return content && underTitle(`in reply to ${writer}:`, content);
  }

  const part = shorten(escapeFrames(selected), maxCharacters);
  const owner = isOwn ? 'your' : `${writer}'s`;
  const whole = content && underTitle('the whole message:', content);
  return [underTitle(`in reply to this part of ${owner} message:`, part), whole]
    .filter(Boolean)
    .join('\n');
}

function backgroundText({ kind, message }: BackgroundMessage, mention: Mention): string {
  const writer = writerName(message.isOwn ? undefined : message.author.name);
  const titles: Readonly<Record<BackgroundMessage['kind'], string>> = {
    thread: `this thread began with a message, ${writer} wrote:`,
    chain: `earlier in these replies, ${writer} wrote:`,
    link: `in a message that the question links to, ${writer} wrote:`,
  };
  const content = contentText(message, mention, MAX_QUOTE_CHARACTERS);
  return content && underTitle(titles[kind], content);
}

function underTitle(title: string, content: string): string {
  return `${frame(title)}\n${quoteLines(content)}`;
}

function shorten(text: string, maxCharacters: number): string {
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters).toWellFormed()} …`;
}
