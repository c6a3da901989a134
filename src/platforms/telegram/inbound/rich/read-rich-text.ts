import { fieldsReader, integerReader, type ReadBy } from '../../../../lib/json-reader.ts';
import { entitiesToMarkdown } from '../markdown/entities-to-markdown.ts';
import { linkTo } from '../markdown/link-to.ts';
import { withMoment } from '../markdown/with-moment.ts';
import { wrapLines } from '../markdown/wrap-lines.ts';
import { writeFencedCode, writeInlineCode } from '../markdown/write-code.ts';
import {
  anythingReader,
  entitiesReader,
  personReader,
  titleReader,
  wordsReader,
} from '../readers.ts';
import { collectWords } from './collect-words.ts';
import { MAX_RICH_DEPTH, type RichReading } from './rich-reading.ts';

/** The fields of all types of rich text together. */
const span = fieldsReader({
  type: titleReader,
  text: anythingReader,
  entities: entitiesReader,
  url: wordsReader,
  username: titleReader,
  user: personReader,
  unix_time: integerReader,
  alternative_text: titleReader,
  expression: wordsReader,
  name: titleReader,
  reference_name: titleReader,
  email_address: titleReader,
  phone_number: titleReader,
  button: anythingReader,
});
type Span = ReadBy<typeof span>;

type WriteSpan = (span: Span, reading: RichReading, depth: number) => string;

/**
 * Rich text as Markdown within a line or paragraph, with `OWN_MENTION` for each mention of the bot. Reads
 * what it does not know by the words in it.
 */
export function readRichText(value: unknown, reading: RichReading, depth = 0): string {
  if (typeof value === 'string') return wordsReader(value) ?? '';
  if (typeof value !== 'object' || value === null) return '';
  reading.partsLeft -= 1;
  if (reading.partsLeft < 0) return '';
  if (depth > MAX_RICH_DEPTH) return collectWords(value);
  if (Array.isArray(value))
    return value.map((part) => readRichText(part, reading, depth + 1)).join('');

  const read = span(value) ?? {};
  const write = Object.hasOwn(WRITERS, read.type ?? '') ? WRITERS[read.type ?? ''] : undefined;
  if (write) return write(read, reading, depth + 1);
  // Bots that forward for people wrote a text with entities here (nyxandro/osinara PR 139).
  if (read.type === undefined && typeof read.text === 'string' && read.entities)
    return entitiesToMarkdown(read.text, read.entities, reading.mentions);
  return read.text === undefined ? collectWords(value, ' ') : writeText(read, reading, depth + 1);
}

const writeText: WriteSpan = ({ text }, reading, depth) => readRichText(text, reading, depth);

function wrapWith(opening: string, closing = opening): WriteSpan {
  return (read, reading, depth) => wrapLines(writeText(read, reading, depth), opening, closing);
}

function linkBy(addressOf: (read: Span) => string | undefined): WriteSpan {
  return (read, reading, depth) => {
    const label = writeText(read, reading, depth);
    const address = addressOf(read);
    return address === undefined ? label : linkTo(address, label);
  };
}

const WRITERS: Readonly<Record<string, WriteSpan>> = {
  bold: wrapWith('**'),
  italic: wrapWith('*'),
  underline: wrapWith('<u>', '</u>'),
  strikethrough: wrapWith('~~'),
  spoiler: wrapWith('||'),
  subscript: wrapWith('<sub>', '</sub>'),
  superscript: wrapWith('<sup>', '</sup>'),
  marked: wrapWith('=='),
  code({ text }) {
    // Names in code mention nobody.
    const code = collectWords(text);
    return code.includes('\n') ? `\n${writeFencedCode(code)}\n` : writeInlineCode(code);
  },
  mathematical_expression: ({ expression = '' }) => `$${expression}$`,
  custom_emoji: ({ alternative_text: emoji = '' }) => emoji,
  date_time: (read, reading, depth) => withMoment(writeText(read, reading, depth), read.unix_time),

  url: linkBy(({ url }) => url),
  email_address: linkBy(({ email_address: address }) => address && `mailto:${address}`),
  phone_number: linkBy(({ phone_number: number }) => number && `tel:${number}`),
  mention(read, reading, depth) {
    const shown = writeText(read, reading, depth);
    const username = read.username ?? shown;
    const isNamed = shown.toLowerCase().includes(username.replace(/^@/, '').toLowerCase());
    return reading.mentions.readName(username, isNamed ? shown : `${shown} (@${username})`);
  },
  text_mention: (read, reading, depth) =>
    reading.mentions.readUserId(read.user?.id, writeText(read, reading, depth)),

  anchor: () => '',
  reference(read, reading, depth) {
    const text = writeText(read, reading, depth);
    if (read.name === undefined) return text;
    // Some bots put only the label of a footnote here, and its words behind it.
    return isLabel(text) ? `[^${read.name}]:` : `[^${read.name}]: ${text}`;
  },
  reference_link(read, reading, depth) {
    const text = writeText(read, reading, depth);
    const { reference_name: target } = read;
    if (target === undefined) return text;
    return isLabel(text) || text === target ? `[^${target}]` : `${text}[^${target}]`;
  },
  button: ({ button }, reading, depth) => readRichButton(button, reading, depth),
};

/** The label of a footnote: a number in brackets. */
function isLabel(text: string): boolean {
  return /^[[\]^\d]*$/.test(text);
}

const richButton = fieldsReader({ text: anythingReader, url: wordsReader });

/** A button: its words, and the address that it opens. */
export function readRichButton(value: unknown, reading: RichReading, depth: number): string {
  const button = richButton(value);
  if (!button) return '';
  const label = readRichText(button.text, reading, depth);
  return `[button: ${button.url === undefined ? label : linkTo(button.url, label)}]`;
}
