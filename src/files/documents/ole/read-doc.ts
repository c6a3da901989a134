import type { DocumentText } from '../document-text.ts';
import { writeLink } from '../markdown/write-link.ts';
import { writeTable } from '../markdown/write-table.ts';
import { addressOfField } from '../office/address-of-field.ts';
import { gatherBlocks } from '../text/gather-blocks.ts';

/** The characters that a binary Word document puts between its words (MS-DOC, 2.4.1). */
const PARAGRAPH_END = '\r';
const CELL_END = '\u0007';
const FIELD_START = '\u0013';
const FIELD_RESULT = '\u0014';
const FIELD_END = '\u0015';
/** Deeper fields are taken for plain words. */
const MAX_FIELDS = 50;
// biome-ignore lint/suspicious/noControlCharactersInRegex: fields are marked by them.
const FIELD_MARKS = /([\u0013-\u0015])/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed.
const UNSEEN = /[\u0001-\u0006\u0008\u000e-\u001d\u001f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: paragraphs, cells and pages end with them.
const PARTS = /([^\u0007\u000c]*?)(\r|\u0007|\u000c|$)/g;

/** The text of a binary Word document as Markdown: paragraphs, tables and links. */
export function readDoc(text: string, limit: number): DocumentText {
  return gatherBlocks(docBlocks(resolveFields(text)), limit);
}

function* docBlocks(text: string): Generator<string> {
  let cells: string[] = [];
  for (const [, words = '', end] of text.matchAll(PARTS)) {
    const clean = words.replace(/\v/g, '\n').replaceAll('\u001e', '-').replace(UNSEEN, '');
    if (end === CELL_END) {
      cells.push(clean);
      continue;
    }
    const isInCell = cells.length > 0 && end === PARAGRAPH_END && isCellPending(cells);
    if (!isInCell) {
      yield tableOf(cells);
      cells = [];
    }
    yield clean.trim();
  }
  yield tableOf(cells);
}

/** A paragraph within a cell cannot be told from one after the table: a table ends with the end of a row. */
function isCellPending(cells: readonly string[]): boolean {
  return cells.at(-1) !== '';
}

/** Rows end with an empty cell. Their number of cells is that of the first row. */
function tableOf(cells: readonly string[]): string {
  const width = cells.indexOf('');
  if (width <= 0) return cells.filter(Boolean).join('\n');
  const rows = Array.from({ length: Math.ceil(cells.length / (width + 1)) }, (_, index) =>
    cells.slice(index * (width + 1), index * (width + 1) + width),
  );
  return writeTable(rows);
}

interface Field {
  instruction: string;
  result: string;
  hasResult: boolean;
}

/** Replaces each field by its result, and links by links. Fields may stand in fields. */
function resolveFields(text: string): string {
  const fields: Field[] = [];
  let output = '';
  const write = (words: string) => {
    const field = fields.at(-1);
    if (!field) output += words;
    else if (field.hasResult) field.result += words;
    else field.instruction += words;
  };

  for (const part of text.split(FIELD_MARKS)) {
    const field = fields.at(-1);
    if (part === FIELD_START && fields.length < MAX_FIELDS) {
      fields.push({ instruction: '', result: '', hasResult: false });
    } else if (part === FIELD_RESULT && field) {
      field.hasResult = true;
    } else if (part === FIELD_END && field) {
      fields.pop();
      write(writeLink(field.result, addressOfField(field.instruction)));
    } else {
      write(part);
    }
  }
  return output + fields.map(({ result }) => result).join('');
}
