import type { Channel, ChatMessage } from '../contracts/chat-message.ts';
import type { Turn } from '../contracts/turns.ts';
import { formatUtc } from '../lib/format-utc.ts';
import { networkName } from '../lib/network-name.ts';
import type { Texts } from './en/index.ts';
import { modelName } from './model-name.ts';

/** Telegram's bots send files of up to 50 MB, Discord's of up to 10 MB. */
const MAX_CHARACTERS = 2_000_000;

/**
 * Writes a conversation as a document. `markdown` is empty: nothing was said.
 *
 * @param turns Oldest first. The newest ones that fit are written; `isCut` says that some do not.
 */
export function conversationMarkdown(
  { name, platform }: Channel,
  turns: readonly Turn[],
  texts: Texts,
): { readonly markdown: string; readonly isCut: boolean } {
  const parts: string[] = [];
  let characters = 0;
  let isCut = false;

  for (const turn of turns.toReversed()) {
    const part = turnMarkdown(turn, texts);
    if (part === '') continue;
    characters += part.length;
    if (characters > MAX_CHARACTERS) {
      isCut = true;
      break;
    }
    parts.unshift(part);
  }
  if (parts.length === 0) return { markdown: '', isCut };

  const network = networkName(platform);
  const heading = name === undefined ? texts.exportHeading(network) : `${name} (${network})`;
  return { markdown: `${[`# ${heading}`, ...parts].join('\n\n')}\n`, isCut };
}

function turnMarkdown({ inputs, versions, shownVersion }: Turn, texts: Texts): string {
  const questions = inputs.map((input) => questionMarkdown(input, texts));
  const version = versions[shownVersion];
  const isAnswered = version !== undefined && version.text.trim() !== '';
  const author = version && (modelName(version) || 'Parley');
  const answer = isAnswered ? [`## ${author}\n\n${version.text.trim()}`] : [];
  return [...questions, ...answer].join('\n\n');
}

function questionMarkdown(
  { author, sentAt, quoted, ...message }: ChatMessage,
  texts: Texts,
): string {
  const { text, details, attachments, forwardedFrom } = message;
  const quote = quoted && quoteMarkdown(quoted.selected ?? quoted.text);
  const forwarded = forwardedFrom === undefined ? '' : `*${texts.exportForwarded(forwardedFrom)}*`;
  const files = attachments.map(({ name }) => `*${texts.exportFile(name)}*`);
  const parts = [quote, forwarded, text, details, ...files].filter(Boolean);
  return [`## ${author.name}, ${formatUtc(sentAt)}`, ...parts].join('\n\n');
}

function quoteMarkdown(text: string): string {
  if (text === '') return '';
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}
