import {
  booleanReader,
  fieldsReader,
  integerReader,
  type JsonReader,
  objectReader,
  type ReadBy,
} from '../../../../lib/json-reader.ts';
import { describePlace } from '../content/describe-place.ts';
import { wrapLines } from '../markdown/wrap-lines.ts';
import { writeFencedCode } from '../markdown/write-code.ts';
import { writeQuote } from '../markdown/write-quote.ts';
import { readAttachments } from '../read-attachments.ts';
import { readMedia } from '../read-media.ts';
import { anythingReader, wordsReader } from '../readers.ts';
import { collectWords } from './collect-words.ts';
import { readRichTable } from './read-rich-table.ts';
import { readRichButton, readRichText } from './read-rich-text.ts';
import { MAX_RICH_DEPTH, type RichReading } from './rich-reading.ts';

const list: JsonReader<readonly unknown[]> = (value) => (Array.isArray(value) ? value : undefined);

/** The fields of all types of blocks together. */
const block = fieldsReader({
  type: wordsReader,
  text: anythingReader,
  size: integerReader,
  language: wordsReader,
  expression: wordsReader,
  blocks: list,
  items: list,
  cells: list,
  buttons: list,
  summary: anythingReader,
  credit: anythingReader,
  caption: anythingReader,
  location: objectReader,
});
type Block = ReadBy<typeof block>;

type WriteBlock = (block: Block, reading: RichReading, depth: number) => string;

/** Blocks of a rich message as Markdown, with `OWN_MENTION` for each mention of the bot. */
export function readRichBlocks(value: unknown, reading: RichReading, depth = 0): string {
  const blocks = list(value) ?? [];
  return blocks
    .map((each) => readBlock(each, reading, depth))
    .filter((text) => text.trim() !== '')
    .join('\n\n');
}

function readBlock(value: unknown, reading: RichReading, depth: number): string {
  const read = block(value);
  if (!read) return readRichText(value, reading, depth);
  reading.partsLeft -= 1;
  if (reading.partsLeft < 0) return '';
  if (depth > MAX_RICH_DEPTH) return collectWords(value);

  const { type = '' } = read;
  const media = readMediaBlock(value, read, reading, depth);
  if (media !== undefined) return media;
  if (Object.hasOwn(WRITERS, type)) return WRITERS[type]?.(read, reading, depth + 1) ?? '';
  return writeUnknown(value, read, reading, depth + 1);
}

/** A picture, a sound or a document: its kind, so that people's order of words and files is kept. */
function readMediaBlock(
  value: unknown,
  { type, caption }: Block,
  reading: RichReading,
  depth: number,
): string | undefined {
  const media = readMedia(value);
  const files = media ? readAttachments(media) : [];
  if (files.length === 0) return undefined;

  reading.attachments.push(...files);
  const names = files.map(({ name }) => name).join(', ');
  const kind = (type ?? 'file').replaceAll('_', ' ');
  return withCaption(`[${kind}: ${names}]`, caption, reading, depth + 1);
}

/** A new type of block: everything in it that can be read. */
function writeUnknown(value: unknown, read: Block, reading: RichReading, depth: number): string {
  const { text, summary, blocks, items, caption } = read;
  const parts = [
    readRichText(summary, reading, depth),
    readRichText(text, reading, depth),
    readRichBlocks(blocks, reading, depth),
    items === undefined ? '' : writeList(items, reading, depth),
    withCaption('', caption, reading, depth),
  ].filter(Boolean);
  const content = parts.length > 0 ? parts.join('\n\n') : collectWords(value, ' ');
  return content === '' ? `[${(read.type ?? 'unknown block').replaceAll('_', ' ')}]` : content;
}

const writeText: WriteBlock = ({ text }, reading, depth) => readRichText(text, reading, depth);

const writeQuoteBlock: WriteBlock = (read, reading, depth) => {
  const { blocks, credit } = read;
  const quoted =
    blocks === undefined ? writeText(read, reading, depth) : readRichBlocks(blocks, reading, depth);
  const source = readRichText(credit, reading, depth);
  return writeQuote(source === '' ? quoted : `${quoted}\n\n— ${source}`);
};

const writeGallery: WriteBlock = ({ blocks, caption }, reading, depth) =>
  withCaption(readRichBlocks(blocks, reading, depth), caption, reading, depth);

const WRITERS: Readonly<Record<string, WriteBlock>> = {
  paragraph: writeText,
  footer: writeText,
  thinking: writeText,
  heading(read, reading, depth) {
    const level = Math.min(6, Math.max(1, read.size ?? 1));
    const title = writeText(read, reading, depth).replace(/\s*\n\s*/g, ' ');
    return `${'#'.repeat(level)} ${title}`;
  },
  pre: ({ text, language }) => writeFencedCode(collectWords(text), language),
  divider: () => '---',
  mathematical_expression: ({ expression = '' }) => `$$\n${expression}\n$$`,
  anchor: () => '',
  list: ({ items = [] }, reading, depth) => writeList(items, reading, depth),
  blockquote: writeQuoteBlock,
  expandable_blockquote: writeQuoteBlock,
  pullquote: writeQuoteBlock,
  collage: writeGallery,
  slideshow: writeGallery,
  table({ cells = [], caption }, reading, depth) {
    const title = readRichText(caption, reading, depth);
    const table = readRichTable(cells, reading, depth);
    return title === '' ? table : `${wrapLines(title, '**')}\n\n${table}`;
  },
  details({ summary, blocks }, reading, depth) {
    const title = readRichText(summary, reading, depth);
    const content = readRichBlocks(blocks, reading, depth);
    return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
  },
  map: ({ location, caption }, reading, depth) =>
    withCaption(`[map] ${describePlace(location)}`, caption, reading, depth),
  buttons: ({ buttons = [] }, reading, depth) =>
    buttons.map((each) => readRichButton(each, reading, depth)).join(' '),
};

const listItem = fieldsReader({
  label: wordsReader,
  blocks: list,
  has_checkbox: booleanReader,
  is_checked: booleanReader,
  value: integerReader,
  type: wordsReader,
});

function writeList(items: readonly unknown[], reading: RichReading, depth: number): string {
  return items.map((item) => writeItem(item, reading, depth)).join('\n');
}

function writeItem(value: unknown, reading: RichReading, depth: number): string {
  reading.partsLeft -= 1;
  const item = listItem(value);
  if (!item) return `- ${readRichText(value, reading, depth)}`;

  const { label = '', blocks, value: number, type = '1' } = item;
  const isNumbered = number !== undefined || /^\d+[.)]$/.test(label);
  const ordinal = type === '1' && number !== undefined ? `${number}.` : label;
  const marker = isNumbered ? ordinal : '-';
  const box = item.has_checkbox ? `[${item.is_checked ? 'x' : ' '}] ` : '';

  const text =
    readRichBlocks(blocks, reading, depth + 1) || (blocks ? '' : collectWords(value, ' '));
  const indent = ' '.repeat(marker.length + 1);
  return `${marker} ${box}${text}`.replace(/\n(?=[^\n])/g, `\n${indent}`);
}

const richCaption = fieldsReader({ text: anythingReader, credit: anythingReader });

/** A caption is a text with its source, or a text alone. */
function withCaption(content: string, value: unknown, reading: RichReading, depth: number): string {
  const { text = value, credit } = richCaption(value) ?? {};
  const caption = readRichText(text, reading, depth);
  const source = readRichText(credit, reading, depth);
  return [content, caption, source && `— ${source}`].filter(Boolean).join('\n');
}
