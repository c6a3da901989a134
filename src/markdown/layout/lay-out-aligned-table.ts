import { BREAK_QUALITY, type Container, type Leaf, type Line, type Run } from './layout.ts';
import { createAddedRun, createLine } from './line.ts';
import { breakQualityBeforeRow, type CellRow, type TableRows } from './table-rows.ts';
import { textWidth } from './text-width.ts';

/** The number of monospace columns in one line of a phone, where the platform does not tell it. */
const USUAL_WIDTH = 40;
const COLUMN_SEPARATOR = ' │ ';
/**
 * A cell with more UTF-16 units than this is not measured: it is wider than any phone, or it is
 * made of marks that take no room but fill a message.
 */
const LONGEST_CELL = 400;

type Alignment = TableRows['align'][number] | undefined;

/**
 * Lays out a table as monospace text with aligned columns. `undefined`: a line of it would be wider
 * than `widest` columns.
 */
export function layOutAlignedTable(
  { head, body, align, columnCount }: TableRows,
  containers: readonly Container[],
  widest = USUAL_WIDTH,
): Line[] | undefined {
  const widths = measureColumns([head, ...body], columnCount, widest);
  if (!widths) return undefined;

  const leaf: Leaf = { kind: 'code' };
  const toLine = (runs: readonly Run[], from: number, breakQuality: number) =>
    createLine({ runs, leaf, containers, breakQuality, from });

  const headRuns = setInColumns(head, widths, align);
  const headLine = toLine(headRuns, head.from, BREAK_QUALITY.block);
  if (body.length === 0) return [headLine];

  const ruler = widths.map((width) => '─'.repeat(width)).join('─┼─');
  const rulerRun = createAddedRun(ruler, head.to);
  const rulerLine = toLine([rulerRun], head.to, BREAK_QUALITY.grapheme);

  // A repeated head counts as added: it is not at the position that it has in the source.
  const repeatedRuns = headRuns.map(({ text }) => createAddedRun(text, head.from));
  const tableHead = [toLine(repeatedRuns, head.from, BREAK_QUALITY.block), rulerLine];
  const bodyLines = body.map((row, index) => ({
    ...toLine(setInColumns(row, widths, align), row.from, breakQualityBeforeRow(index)),
    tableHead,
  }));
  return [headLine, rulerLine, ...bodyLines];
}

/** The width of each column, in monospace columns; `undefined`: they are too wide together. */
function measureColumns(
  rows: readonly CellRow[],
  columnCount: number,
  widest: number,
): number[] | undefined {
  const widths = new Array<number>(columnCount).fill(1);
  let room = widest - columnCount - COLUMN_SEPARATOR.length * (columnCount - 1);

  for (const { cells } of rows) {
    for (const [column, { text }] of cells.entries()) {
      const width = text.length > LONGEST_CELL ? Number.POSITIVE_INFINITY : textWidth(text);
      const growth = Math.max(0, width - (widths[column] ?? 1));
      widths[column] = (widths[column] ?? 1) + growth;
      room -= growth;
    }
    if (room < 0) return undefined;
  }
  return widths;
}

/**
 * The cells of a row, padded to the widths of their columns; nothing behind the last cell that
 * holds text. Monospace text has no other look.
 */
function setInColumns(
  { cells, from, to }: CellRow,
  widths: readonly number[],
  align: TableRows['align'],
): Run[] {
  const lastFilled = cells.findLastIndex(({ text }) => text.trim() !== '');

  const runs = widths.slice(0, lastFilled + 1).flatMap((width, column) => {
    const cell = cells[column] ?? { runs: [], text: '' };
    const cellFrom = cell.runs[0]?.from ?? from;
    const cellTo = cell.runs.at(-1)?.to ?? to;

    const [before, after] = paddingOf(width - textWidth(cell.text), align[column]);
    return [
      createAddedRun(column === 0 ? '' : COLUMN_SEPARATOR, cellFrom),
      createAddedRun(' '.repeat(before), cellFrom),
      ...cell.runs,
      createAddedRun(column === lastFilled ? '' : ' '.repeat(after), cellTo),
    ];
  });
  return runs.filter(({ text }) => text !== '').map((run) => ({ ...run, look: {} }));
}

/** The numbers of spaces before and after a cell. */
function paddingOf(room: number, alignment: Alignment): readonly [before: number, after: number] {
  if (alignment === 'right') return [room, 0];

  const before = alignment === 'center' ? Math.floor(room / 2) : 0;
  return [before, room - before];
}
