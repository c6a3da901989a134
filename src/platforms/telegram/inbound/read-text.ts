import { entitiesToMarkdown } from './markdown/entities-to-markdown.ts';
import type { MentionScan } from './markdown/mention-scan.ts';
import type { UpdateEntity } from './readers.ts';

interface MessageText {
  readonly text?: string;
  readonly entities?: readonly UpdateEntity[];
  readonly caption?: string;
  readonly caption_entities?: readonly UpdateEntity[];
}

/** A message has 4,096 characters at most, a caption 1,024. Apps split longer ones, often between words. */
const NEAR_TEXT_LIMIT = 4_000;
const NEAR_CAPTION_LIMIT = 1_000;

/**
 * The words of a message as Markdown, with `OWN_MENTION` for each mention of the bot. Mentions of other
 * people stay: `@name` reads well, and Telegram mentions people without a user name by their visible name.
 */
export function readText(message: MessageText, mentions: MentionScan): string {
  const text = message.text ?? message.caption ?? '';
  const marked = message.text === undefined ? message.caption_entities : message.entities;
  return entitiesToMarkdown(text, marked?.length ? marked : findMentions(text), mentions);
}

/** True if the app of the person may have split a longer text here. */
export function isTextNearLimit({ text, caption }: MessageText): boolean {
  if (text !== undefined) return text.length >= NEAR_TEXT_LIMIT;
  return (caption?.length ?? 0) >= NEAR_CAPTION_LIMIT;
}

/** Telegram marks every mention. Simpler servers pass on the bare text. */
function findMentions(text: string): readonly UpdateEntity[] {
  return [...text.matchAll(/(?<!\w)@\w+/g)].map(({ 0: mention, index }) => ({
    type: 'mention',
    offset: index,
    length: mention.length,
  }));
}
