import { badRequest } from '../api-error.ts';
import { isObject, type JsonObject } from '../params.ts';

const MAX_BLOCKS = 500;
const MAX_DEPTH = 16;
const MAX_MEDIA = 50;
const MAX_COLUMNS = 20;
const MAX_BUTTONS_IN_ROW = 8;
const MAX_CALLBACK_DATA_BYTES = 64;
const MEDIA_TYPES: readonly unknown[] = [
  'animation',
  'audio',
  'document',
  'photo',
  'video',
  'voice_note',
];
/** The types of blocks, each with the names of its fields that hold text. */
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

/** The rules for one rich message. */
interface RichRules {
  readonly isDraft: boolean;
  readonly maxCharacters: number;
}

/** The totals over all blocks so far. */
interface Totals {
  readonly rules: RichRules;
  blocks: number;
  media: number;
  characters: number;
}

/**
 * Checks the blocks of a rich message against the documented limits.
 *
 * @throws An `ApiError` with the limit's `RICH_MESSAGE_*` description.
 */
export function checkBlocks(blocks: readonly unknown[], rules: RichRules): void {
  countBlocks(blocks, 1, { rules, blocks: 0, media: 0, characters: 0 });
}

function countBlocks(blocks: unknown, depth: number, totals: Totals): void {
  if (!Array.isArray(blocks)) throw badRequest("can't parse InputRichBlock: expected an Array");
  if (depth > MAX_DEPTH) throw badRequest('RICH_MESSAGE_DEPTH_INVALID');
  for (const block of blocks) countBlock(block, depth, totals);
}

function countBlock(block: unknown, depth: number, totals: Totals): void {
  const fields = isObject(block) ? TEXT_FIELDS[String(block.type)] : undefined;
  if (!isObject(block) || !fields)
    throw badRequest("can't parse InputRichBlock: Unsupported type specified");
  if (block.type === 'thinking' && !totals.rules.isDraft)
    throw badRequest('RICH_MESSAGE_THINKING_INVALID');
  addBlocks(totals, 1);
  if (MEDIA_TYPES.includes(block.type)) totals.media += 1;
  if (totals.media > MAX_MEDIA) throw badRequest('RICH_MESSAGE_MEDIA_TOO_MANY');
  for (const field of fields) countText(block[field], depth, totals);
  checkDetails(block);
  if (block.type === 'table') countTable(block, depth, totals);
  if (block.type === 'list') countItems(block.items, depth, totals);
  if (block.blocks !== undefined) countBlocks(block.blocks, depth + 1, totals);
}

function checkDetails(block: JsonObject): void {
  if (block.type === 'heading' && ![1, 2, 3, 4, 5, 6].includes(Number(block.size))) {
    throw badRequest('RICH_MESSAGE_HEADING_SIZE_INVALID');
  }
  if (block.type !== 'buttons') return;
  const row = Array.isArray(block.buttons) ? block.buttons : [];
  if (row.length < 1 || row.length > MAX_BUTTONS_IN_ROW)
    throw badRequest('RICH_MESSAGE_BUTTONS_INVALID');
  for (const button of row) {
    const data = isObject(button) ? button.callback_data : undefined;
    if (typeof data !== 'string') continue;
    const bytes = Buffer.byteLength(data);
    if (bytes < 1 || bytes > MAX_CALLBACK_DATA_BYTES) throw badRequest('BUTTON_DATA_INVALID');
  }
}

function countTable(table: JsonObject, depth: number, totals: Totals): void {
  const rows = table.cells;
  if (!Array.isArray(rows) || rows.length === 0)
    throw badRequest('RICH_MESSAGE_TABLE_CELLS_INVALID');
  addBlocks(totals, rows.length);
  for (const row of rows) {
    if (!Array.isArray(row)) throw badRequest("can't parse RichBlockTableCell: expected an Array");
    const widths = row.map((cell) => (isObject(cell) && Number(cell.colspan)) || 1);
    if (widths.reduce((sum, width) => sum + width, 0) > MAX_COLUMNS) {
      throw badRequest('RICH_MESSAGE_TABLE_COLS_TOO_MANY');
    }
    for (const cell of row) if (isObject(cell)) countText(cell.text, depth, totals);
  }
}

function countItems(items: unknown, depth: number, totals: Totals): void {
  if (!Array.isArray(items) || items.length === 0)
    throw badRequest('RICH_MESSAGE_LIST_ITEMS_INVALID');
  addBlocks(totals, items.length);
  for (const item of items)
    countBlocks(isObject(item) ? item.blocks : undefined, depth + 1, totals);
}

/** Counts a RichText: a string, a list of RichTexts, or an object that formats one. */
function countText(text: unknown, depth: number, totals: Totals): void {
  if (depth > MAX_DEPTH) throw badRequest('RICH_MESSAGE_DEPTH_INVALID');
  if (text === undefined) return;
  if (typeof text === 'string') {
    totals.characters += [...text].length;
    if (totals.characters > totals.rules.maxCharacters)
      throw badRequest('RICH_MESSAGE_TEXT_TOO_LONG');
  } else if (Array.isArray(text)) {
    for (const part of text) countText(part, depth, totals);
  } else if (isObject(text)) {
    countText(text.text ?? text.expression ?? text.alternative_text, depth + 1, totals);
  } else {
    throw badRequest("can't parse RichText: expected a String, an Array or an Object");
  }
}

function addBlocks(totals: Totals, number: number): void {
  totals.blocks += number;
  if (totals.blocks > MAX_BLOCKS) throw badRequest('RICH_MESSAGE_BLOCKS_TOO_MANY');
}
