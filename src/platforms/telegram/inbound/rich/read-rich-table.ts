import { fieldsReader, integerReader } from '../../../../lib/json-reader.ts';
import { anythingReader } from '../readers.ts';
import { readRichText } from './read-rich-text.ts';
import type { RichReading } from './rich-reading.ts';

const cellReader = fieldsReader({
  text: anythingReader,
  colspan: integerReader,
  rowspan: integerReader,
});

/** Telegram allows 20. */
const MAX_COLUMNS = 40;

/**
 * A table of a rich message as Markdown. Its first row is the head, because Markdown has no table without
 * one. A cell over several columns or rows leaves the others empty.
 */
export function readRichTable(
  cells: readonly unknown[],
  reading: RichReading,
  depth: number,
): string {
  const rows = readRows(cells, reading, depth);
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (width === 0) return '';

  const lines = rows.map((row) => {
    const full = Array.from({ length: width }, (_, index) => row[index] ?? '');
    return `| ${full.join(' | ')} |`;
  });
  const line = `|${' --- |'.repeat(width)}`;
  return [lines[0], line, ...lines.slice(1)].join('\n');
}

function readRows(
  cells: readonly unknown[],
  reading: RichReading,
  depth: number,
): readonly (readonly string[])[] {
  /** The number of coming rows in which a cell from above covers each column. */
  const covered: number[] = [];

  return cells.map((value) => {
    const row: string[] = [];
    for (const cell of Array.isArray(value) ? value : [value]) {
      while ((covered[row.length] ?? 0) > 0) pushCovered(row, covered);
      if (row.length < MAX_COLUMNS) readCell(cell, row, covered, reading, depth);
      else row.push(`${row.pop()} ${cellText(cell, reading, depth)}`);
    }
    while ((covered[row.length] ?? 0) > 0) pushCovered(row, covered);
    return row;
  });
}

function pushCovered(row: string[], covered: number[]): void {
  covered[row.length] = (covered[row.length] ?? 0) - 1;
  row.push('');
}

function readCell(
  value: unknown,
  row: string[],
  covered: number[],
  reading: RichReading,
  depth: number,
): void {
  const { colspan = 1, rowspan = 1 } = cellReader(value) ?? {};
  const text = cellText(value, reading, depth);
  const columns = Math.max(1, Math.min(colspan, MAX_COLUMNS - row.length));

  for (let index = 0; index < columns; index += 1) {
    covered[row.length] = Math.max(0, rowspan - 1);
    row.push(index === 0 ? text : '');
  }
}

/** A cell of Markdown has one line, and no bar of its own. */
function cellText(value: unknown, reading: RichReading, depth: number): string {
  reading.partsLeft -= 1;
  const { text = value } = cellReader(value) ?? {};
  const isEmptyCell = text === value && typeof value === 'object' && !Array.isArray(value);
  const words = isEmptyCell ? '' : readRichText(text, reading, depth);
  return words.trim().replaceAll('|', '\\|').replace(/\n/g, '<br>');
}
