import { type AttachedFile, createPagedDialect } from '../../../markdown/paged-dialect.ts';
import { texts } from '../../../texts/texts.ts';
import { escapeText, settleEscapes, withoutControls } from './escape-text.ts';
import { renderLines } from './render-lines.ts';

export interface DiscordPage {
  readonly content: string;
  /** The whole answer, where it is too long for messages. */
  readonly file?: AttachedFile;
}

/** Discord takes 2000 for `content`. It does not say in which unit; UTF-16 is the safe one. The rest is for the last sentence. */
const SOFT_LIMIT = 1_900;
const LONGEST_REASONING = 500;
/** Discord calls a text empty that has nothing but these. */
const INVISIBLE = /^[\s\p{Default_Ignorable_Code_Point}]*$/u;

/** Markdown in Discord's own, written anew from what it says: nothing is formatted that the text does not mean to be. */
export const discordDialect = createPagedDialect<DiscordPage>({
  render(lines, reasoning) {
    const parts = [reasoning === undefined ? '' : smallPrint(reasoning), renderLines(lines)];
    const content = settleEscapes(parts.filter((part) => part.trim() !== '').join('\n'))
      .replace(/^\s*\n/, '')
      .trimEnd();
    return INVISIBLE.test(content) ? undefined : { content };
  },
  measureFill: ({ content }) => content.length / SOFT_LIMIT,
  createFilePage: (file) => ({ content: '', file }),
  // Discord trims what it stores.
  same: (a, b) => a.content.trim() === b.content.trim() && a.file?.markdown === b.file?.markdown,
  sentences: texts,
  // Others are shown as they are written.
  isLink: (url) => /^https?:\/\/[^\s/]/i.test(url),
});

/** Discord has nothing that folds: a beginning in small letters stands for the whole. */
function smallPrint(reasoning: string): string {
  const rows = shorten(reasoning)
    .split('\n')
    .map((row) => withoutControls(row).trim())
    .filter((row) => row !== '');
  return rows.map((row) => `-# ${escapeText(row)}`).join('\n');
}

function shorten(text: string): string {
  if (text.length <= LONGEST_REASONING) return text;
  const start = text.slice(0, LONGEST_REASONING);
  return `${start.replace(/\s+\S*$|[\uD800-\uDBFF]$/, '')} …`;
}
