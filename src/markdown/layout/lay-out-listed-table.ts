import { BREAK_QUALITY, type Container, type Line, type Look, type Run } from './layout.ts';
import { createAddedRun, createLine, joinRuns } from './line.ts';
import { shortenLabel } from './shorten-label.ts';
import { breakQualityBeforeRow, type CellRow, type TableRows } from './table-rows.ts';

const SEPARATOR = ' · ';
const HOLDS_LETTER = /\p{L}/u;
/** A first cell that counts the rows, such as `1`, `12.` or `404`. */
const LONGEST_COUNT = 4;
/** The head of a column that only counts or names the rows: a sign such as `#`, or one of these. */
const COUNTING_HEAD =
  /^(?:\P{L}+|n[or]\.?|n[º°]|num(?:ber)?\.?|rank|place|pos(?:ition)?\.?|id|step|code|序号|编号|排名|番号|順位|번호|순위)$/iu;

/** The cells of a row that are not empty, with their columns. */
type FilledCells = readonly { readonly runs: readonly Run[]; readonly column: number }[];

/**
 * Lays out a table as a list of its rows. A line with all heads comes first. A row is its first
 * cell in bold, and below it the other cells, each behind the head of its column.
 */
export function layOutListedTable(table: TableRows, containers: readonly Container[]): Line[] {
  const caption = layOutCaption(table, containers);
  const bodyLines =
    table.columnCount === 1 ? layOutItems(table, containers) : layOutRows(table, containers);
  return [...caption, ...bodyLines];
}

/** The heads of all columns in one line, with their links. Labels are only short copies of them. */
function layOutCaption({ head, columnCount }: TableRows, containers: readonly Container[]): Line[] {
  const look: Look = columnCount === 1 ? { bold: true } : { italic: true };
  const runs = joinCells(filledCells(head)).map((run) => addLook(run, look));
  if (runs.length === 0) return [];
  return [createLine({ runs, leaf: { kind: 'text' }, containers, from: head.from })];
}

/** The rows of a table of one column. */
function layOutItems({ body }: TableRows, containers: readonly Container[]): Line[] {
  return body.flatMap((row, index) => {
    const runs = joinCells(filledCells(row));
    if (runs.length === 0) return [];

    const item: Container = { kind: 'item' };
    return createLine({
      runs,
      leaf: { kind: 'text' },
      containers: [...containers, item],
      opens: [item],
      breakQuality: breakQualityBeforeRow(index),
      from: row.from,
    });
  });
}

function layOutRows(table: TableRows, containers: readonly Container[]): Line[] {
  return table.body.flatMap((row, index) => {
    const cells = filledCells(row);
    const titleColumns = countTitleColumns(row, table);
    const titleCells = cells.filter(({ column }) => column < titleColumns);
    const otherCells = cells.filter(({ column }) => column >= titleColumns);
    const lines: (readonly Run[])[] = [
      joinCells(titleCells).map((run) => addLook(run, { bold: true })),
      joinCells(otherCells, table.head),
    ];

    return lines
      .filter((runs) => runs.length > 0)
      .map((runs, lineIndex) =>
        createLine({
          runs,
          leaf: { kind: 'text' },
          containers,
          breakQuality: lineIndex === 0 ? breakQualityBeforeRow(index) : BREAK_QUALITY.grapheme,
          from: lineIndex === 0 ? row.from : (runs.at(-1)?.from ?? row.from),
        }),
      );
  });
}

/**
 * The number of cells in the title of a row: two if the first one only counts the rows, and the
 * second one is a name. Behind a head such as `Week` or `Clause`, the second one needs its own
 * head. Other rows do not matter, so that a table that grows stays as it is.
 */
function countTitleColumns({ cells }: CellRow, { head, columnCount }: TableRows): number {
  const [first = '', second = ''] = cells.map(({ text }) => text);
  const isCount = first !== '' && first.length <= LONGEST_COUNT && !HOLDS_LETTER.test(first);
  const counts = isCount && COUNTING_HEAD.test(head.cells[0]?.text.trim() ?? '');
  return columnCount > 2 && counts && HOLDS_LETTER.test(second) ? 2 : 1;
}

function filledCells({ cells }: CellRow): FilledCells {
  return cells
    .map(({ runs }, column) => ({ runs, column }))
    .filter(({ runs }) => joinRuns(runs).trim() !== '');
}

/** Joins cells to one line. With `head`, the head of its column comes before each cell. */
function joinCells(cells: FilledCells, head?: CellRow): Run[] {
  return cells.flatMap(({ runs, column }, index) => {
    const previous = cells[index - 1]?.runs.at(-1);
    const from = runs[0]?.from ?? 0;
    const label = head ? labelOf(head, column) : '';
    return [
      // Between two pages, the separator stays with the cell before it.
      ...(previous ? [createAddedRun(SEPARATOR, Math.max(previous.from, previous.to - 1))] : []),
      ...(label === '' ? [] : [createAddedRun(label, from)]),
      ...runs,
    ];
  });
}

/** A label is on every row: it is short, and without links. */
function labelOf({ cells }: CellRow, column: number): string {
  const label = shortenLabel(cells[column]?.text.trim() ?? '');
  if (label === '') return '';
  return /[:?!：？！]$/.test(label) ? `${label} ` : `${label}: `;
}

function addLook(run: Run, look: Look): Run {
  return { ...run, look: { ...run.look, ...look } };
}
