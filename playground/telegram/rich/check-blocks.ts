import { badRequest } from '../api-error.ts';
import { isObject, type JsonObject } from '../params.ts';

const MOST_BLOCKS = 500;
const DEEPEST = 16;
const MOST_MEDIA = 50;
const MOST_COLUMNS = 20;
const MOST_BUTTONS_IN_ROW = 8;
const MEDIA: readonly unknown[] = [
  'animation',
  'audio',
  'document',
  'photo',
  'video',
  'voice_note',
];
/** Block kinds, and which of their fields hold text. */
const TEXT_FIELDS: Readonly<Record<string, readonly string[]>> = {
  paragraph: ['text'],
  heading: ['text'],
  pre: ['text'],
  footer: ['text'],
  divider: [],
  mathematical_expression: ['expression'],
  anchor: [],
  list: [],
  blockquote: ['credit'],
  expandable_blockquote: ['text', 'credit'],
  pullquote: ['text', 'credit'],
  collage: [],
  slideshow: [],
  table: ['caption'],
  details: ['summary'],
  map: [],
  animation: [],
  audio: [],
  document: [],
  photo: [],
  video: [],
  voice_note: [],
  buttons: [],
  thinking: ['text'],
};

export interface RichRules {
  readonly isDraft: boolean;
  readonly mostCharacters: number;
}

interface Count {
  readonly rules: RichRules;
  blocks: number;
  media: number;
  characters: number;
}

/** Refuses what does not fit the documented limits of rich messages, with their `RICH_MESSAGE_*` errors. */
export function checkBlocks(blocks: readonly unknown[], rules: RichRules): void {
  countBlocks(blocks, 1, { rules, blocks: 0, media: 0, characters: 0 });
}

function countBlocks(blocks: unknown, depth: number, count: Count): void {
  if (!Array.isArray(blocks)) throw badRequest("can't parse InputRichBlock: expected an Array");
  if (depth > DEEPEST) throw badRequest('RICH_MESSAGE_DEPTH_INVALID');
  for (const block of blocks) countBlock(block, depth, count);
}

function countBlock(block: unknown, depth: number, count: Count): void {
  const fields = isObject(block) ? TEXT_FIELDS[String(block.type)] : undefined;
  if (!isObject(block) || !fields)
    throw badRequest("can't parse InputRichBlock: Unsupported type specified");
  if (block.type === 'thinking' && !count.rules.isDraft)
    throw badRequest('RICH_MESSAGE_THINKING_INVALID');
  addBlocks(count, 1);
  if (MEDIA.includes(block.type)) count.media += 1;
  if (count.media > MOST_MEDIA) throw badRequest('RICH_MESSAGE_MEDIA_TOO_MANY');
  for (const field of fields) countText(block[field], depth, count);
  checkDetails(block);
  if (block.type === 'table') countTable(block, depth, count);
  if (block.type === 'list') countItems(block.items, depth, count);
  if (block.blocks !== undefined) countBlocks(block.blocks, depth + 1, count);
}

function checkDetails(block: JsonObject): void {
  if (block.type === 'heading' && ![1, 2, 3, 4, 5, 6].includes(Number(block.size))) {
    throw badRequest('RICH_MESSAGE_HEADING_SIZE_INVALID');
  }
  if (block.type !== 'buttons') return;
  const row = Array.isArray(block.buttons) ? block.buttons : [];
  if (row.length < 1 || row.length > MOST_BUTTONS_IN_ROW)
    throw badRequest('RICH_MESSAGE_BUTTONS_INVALID');
  for (const button of row) {
    const data = isObject(button) ? button.callback_data : undefined;
    if (typeof data !== 'string') continue;
    const bytes = Buffer.byteLength(data);
    if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID');
  }
}

function countTable(table: JsonObject, depth: number, count: Count): void {
  const rows = table.cells;
  if (!Array.isArray(rows) || rows.length === 0)
    throw badRequest('RICH_MESSAGE_TABLE_CELLS_INVALID');
  addBlocks(count, rows.length);
  for (const row of rows) {
    if (!Array.isArray(row)) throw badRequest("can't parse RichBlockTableCell: expected an Array");
    const widths = row.map((cell) => (isObject(cell) && Number(cell.colspan)) || 1);
    if (widths.reduce((sum, width) => sum + width, 0) > MOST_COLUMNS) {
      throw badRequest('RICH_MESSAGE_TABLE_COLS_TOO_MANY');
    }
    for (const cell of row) if (isObject(cell)) countText(cell.text, depth, count);
  }
}

function countItems(items: unknown, depth: number, count: Count): void {
  if (!Array.isArray(items) || items.length === 0)
    throw badRequest('RICH_MESSAGE_LIST_ITEMS_INVALID');
  addBlocks(count, items.length);
  for (const item of items) countBlocks(isObject(item) ? item.blocks : undefined, depth + 1, count);
}

/** A RichText: a string, a list of them, or an object that marks one up. */
function countText(text: unknown, depth: number, count: Count): void {
  if (depth > DEEPEST) throw badRequest('RICH_MESSAGE_DEPTH_INVALID');
  if (text === undefined) return;
  if (typeof text === 'string') {
    count.characters += [...text].length;
    if (count.characters > count.rules.mostCharacters)
      throw badRequest('RICH_MESSAGE_TEXT_TOO_LONG');
  } else if (Array.isArray(text)) {
    for (const one of text) countText(one, depth, count);
  } else if (isObject(text)) {
    countText(text.text ?? text.expression ?? text.alternative_text, depth + 1, count);
  } else {
    throw badRequest("can't parse RichText: expected a String, an Array or an Object");
  }
}

function addBlocks(count: Count, number: number): void {
  count.blocks += number;
  if (count.blocks > MOST_BLOCKS) throw badRequest('RICH_MESSAGE_BLOCKS_TOO_MANY');
}
