import type { DocumentText } from '../document-text.ts';
import { createRowCollector, type Sheet } from '../sheets/sheet.ts';
import { writeSheets } from '../sheets/write-sheets.ts';
import { attributeOf } from '../xml/attribute-of.ts';
import { childrenOf } from '../xml/children-of.ts';
import type { XmlElement } from '../xml/parse-xml.ts';
import { odfRows } from './odf-blocks.ts';
import { readOdfLine } from './read-odf-line.ts';

const MAX_SHEETS = 100;
/** A file may claim a million equal rows in one element. */
const MAX_REPEATED_ROWS = 1_000;
const MAX_REPEATED_CELLS = 100;
const MAX_COLUMN = 16_384;

/** A spreadsheet of OpenDocument, each sheet as a table. */
export function readOds(
  body: XmlElement,
  { limit, isCut }: { readonly limit: number; readonly isCut: boolean },
): DocumentText {
  const tables = childrenOf(body, 'table').slice(0, MAX_SHEETS);
  const sheets = tables.map((table, index) =>
    readTable(table, limit, isCut && index === tables.length - 1),
  );
  return writeSheets(sheets, limit);
}

function readTable(table: XmlElement, limit: number, isCut: boolean): Sheet {
  const collector = createRowCollector(limit);
  const comments: string[] = [];
  for (const row of odfRows(table)) {
    const cells = readRow(row, comments);
    const repeats = Math.min(
      MAX_REPEATED_ROWS,
      Number(attributeOf(row, 'number-rows-repeated')) || 1,
    );
    for (let count = 0; count < repeats && cells.size > 0; count += 1) collector.add(cells);
  }
  const { rows, rowCount } = collector;
  const name = attributeOf(table, 'name') ?? '';
  return { name, rows, rowCount: isCut ? undefined : rowCount, comments };
}

function readRow(row: XmlElement, comments: string[]): Map<number, string> {
  const cells = new Map<number, string>();
  let column = 1;
  for (const cell of childrenOf(row)) {
    const repeats = Number(attributeOf(cell, 'number-columns-repeated')) || 1;
    const text = cell.name === 'table-cell' ? cellText(cell, comments) : '';
    for (let index = 0; text && index < Math.min(repeats, MAX_REPEATED_CELLS); index += 1) {
      cells.set(column + index, text);
    }
    column += repeats;
    if (column > MAX_COLUMN) break;
  }
  return cells;
}

/** The text that is shown, but dates as ISO 8601, which no country misreads. */
function cellText(cell: XmlElement, comments: string[]): string {
  const date = attributeOf(cell, 'date-value');
  if (date)
    return date
      .replace('T', ' ')
      .replace(/(\d\d:\d\d):00(\.0+)?$/, '$1')
      .slice(0, 30);
  const lines = childrenOf(cell, 'p').map((paragraph) => readOdfLine(paragraph).text);
  for (const comment of childrenOf(cell, 'annotation')) {
    const { notes } = readOdfLine({ name: 'p', attributes: {}, children: [comment] });
    comments.push(`${lines.join(' ').slice(0, 40)}: ${notes.join(' ')}`);
  }
  return (
    lines.join('\n') || (attributeOf(cell, 'value') ?? attributeOf(cell, 'string-value') ?? '')
  );
}
