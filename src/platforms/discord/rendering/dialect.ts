import type { AttachedFile } from '../../../contracts/dialect.ts';
import { isSameFile } from '../../../markdown/pages/is-attached-picture.ts';
import { createPagedDialect } from '../../../markdown/pages/paged-dialect.ts';
import { textsIn } from '../../../texts/index.ts';
import { escapeText, resolveEscapes, stripControls } from './escape-text.ts';
import { renderLines } from './render-lines.ts';

/** One message on Discord. */
export interface DiscordPage {
  readonly content: string;
  /** The whole answer, where it is too long for messages; or a picture, which may stand below `content`. */
  readonly file?: AttachedFile;
}

/** Discord takes 2000 for `content`. It does not say in which unit; UTF-16 is the safe one. */
const LIMIT = 2_000;
const MAX_REASONING_LENGTH = 500;
/** An address behind a label counts as text too, on each page that shows a part of the label. */
const ADDRESS_LIMITS = { linked: 1_500, shown: 1_500 };
/** In columns. In code, a phone shows about this number before it breaks the line. */
const TABLE_WIDTH = 50;
/** Discord calls a text empty that has only such characters. */
const INVISIBLE = /^[\s\p{Default_Ignorable_Code_Point}]*$/u;

/**
 * Markdown in Discord's own syntax. It is written anew from the meaning of the text, so nothing is
 * formatted that the text does not mean to format.
 */
export const discordDialect = createPagedDialect<DiscordPage>({
  render(lines, reasoning) {
    const parts = [reasoning === undefined ? '' : smallPrint(reasoning), renderLines(lines)];
    const message = parts.filter((part) => part.trim() !== '').join('\n');
    const content = resolveEscapes(message)
      .replace(/^\s*\n/, '')
      .trimEnd();
    return INVISIBLE.test(content) ? undefined : { content };
  },

  measureFill: ({ content }) => content.length / LIMIT,
  createFilePage: (file) => ({ content: '', file }),
  addPicture: ({ content }, file) => ({ content, file }),
  // Discord trims what it stores.
  same: (a, b) => a.content.trim() === b.content.trim() && isSameFile(a.file, b.file),
  sentences: textsIn('en'),
  // Discord shows links to other addresses as plain text.
  isLink: (url) => /^https?:\/\/[^\s/]/i.test(url),
  tableWidth: TABLE_WIDTH,
  addressLimits: ADDRESS_LIMITS,
});

/** Discord cannot fold text, so small letters show the beginning of the reasoning. */
function smallPrint(reasoning: string): string {
  const rows = shorten(reasoning)
    .split('\n')
    .map((row) => stripControls(row).trim())
    .filter((row) => row !== '');
  return rows.map((row) => `-# ${escapeText(row)}`).join('\n');
}

function shorten(text: string): string {
  if (text.length <= MAX_REASONING_LENGTH) return text;

  const beginning = text.slice(0, MAX_REASONING_LENGTH);
  // Neither half a word nor half a character.
  return `${beginning.replace(/\s+\S*$|[\uD800-\uDBFF]$/, '')} …`;
}
