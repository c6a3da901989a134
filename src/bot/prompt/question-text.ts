import type { ChatMessage, QuotedMessage } from '../../contracts/chat-message.ts';
import type { PromptMessage } from '../../contracts/provider.ts';
import type { Turn } from '../../contracts/turns.ts';
import type { PromptMedia } from '../material/prompt-media.ts';

const MAX_QUOTE_CHARACTERS = 2_000;

/** A question as the model reads it. */
export function questionMessage(turn: Turn, _media?: PromptMedia): PromptMessage {
  return { role: 'user', text: questionText(turn) };
}

/** What the model reads of a question. */
export function questionText({ inputs }: Turn): string {
  return inputs.map(inputText).filter(Boolean).join('\n\n');
}

/** The text of a message with the message that it replies to; in shared channels also with its author. */
function inputText({ author, channel, quoted, ...message }: ChatMessage): string {
  const { forwardedFrom } = message;
  const unread = message.attachments.map(({ name }) => `[attachment, not readable: ${name}]`);
  const forwarded = forwardedFrom === undefined ? '' : `[forwarded from ${forwardedFrom}]`;
  const content = [forwarded, message.text, message.details, ...unread].filter(Boolean).join('\n');
  const isShared = channel.kind !== 'direct';
  const withAuthor = content && isShared ? `${author.name}: ${content}` : content;
  return [quoteText(quoted), withAuthor].filter(Boolean).join('\n');
}

function quoteText(quoted: QuotedMessage | undefined): string {
  if (!quoted) return '';
  const { isOwn, author, selected, text, details } = quoted;
  const content = selected ?? [text, details].filter(Boolean).join('\n');
  if (content === '') return '';
  return `[In reply to ${isOwn ? 'you' : author.name}: ${content.slice(0, MAX_QUOTE_CHARACTERS)}]`;
}
