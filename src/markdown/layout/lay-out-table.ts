import type { Table, TableRow } from 'mdast';
import { layOutInline } from './lay-out-inline.ts';
import { BREAK_QUALITY, type Container, type Leaf, type Line, type Run } from './layout.ts';
import { type LayoutContext, spanOf } from './layout-context.ts';
import { createAddedRun, createLine, joinRuns } from './line.ts';
import { textWidth } from './text-width.ts';

/** The number of monospace columns that a phone shows in one line. */
const WIDEST_GRID = 40;
const COLUMN_SEPARATOR = ' │ ';
const BOLD = { bold: true };

interface Cell {
  readonly runs: readonly Run[];
  /** In monospace columns. */
  readonly width: number;
}

interface Row {
  readonly cells: readonly Cell[];
  readonly from: number;
  readonly to: number;
}

interface TableParts {
  readonly head: Row;
  readonly body: readonly Row[];
  readonly align: NonNullable<Table['align']>;
}

type Alignment = TableParts['align'][number] | undefined;

/**
 * Lays out a table: as rows of a native table where the platform has tables, as a monospace grid
 * where the table is narrow enough and holds no links, and otherwise as an item for each row.
 */
export function layOutTable(
  table: Table,
  containers: readonly Container[],
  context: LayoutContext,
): Line[] {
  const [head, ...body] = table.children.map((row) => readRow(row, context));
  if (!head) return [];

  const parts: TableParts = { head, body, align: table.align ?? [] };
  const { nativeBlocks } = context;
  if (nativeBlocks) {
    const columnCount = Math.max(...[head, ...body].map(({ cells }) => cells.length));
    return columnCount <= nativeBlocks.maxTableColumns
      ? layOutNativeRows(parts, containers)
      : layOutItems(parts, containers);
  }

  const widths = columnWidths(parts);
  const gridWidth = widths.reduce((sum, width) => sum + width + COLUMN_SEPARATOR.length, 0);
  const isNarrow = gridWidth - COLUMN_SEPARATOR.length <= WIDEST_GRID;
  return isNarrow && !hasLinks(parts)
    ? layOutGrid(parts, widths, containers)
    : layOutItems(parts, containers);
}

function readRow(row: TableRow, context: LayoutContext): Row {
  const cells = row.children.map(({ children }): Cell => {
    // A cell is one line: spaces replace its line breaks.
    const runs = layOutInline(children, context).flatMap((line, index) =>
      index === 0 ? line : [createAddedRun(' ', line[0]?.from ?? 0), ...line],
    );
    return { runs, width: textWidth(joinRuns(runs)) };
  });
  return { ...spanOf(row, context), cells };
}

function columnWidths({ head, body }: TableParts): number[] {
  return head.cells.map((_, column) =>
    Math.max(1, ...[head, ...body].map(({ cells }) => cells[column]?.width ?? 0)),
  );
}

function hasLinks({ head, body }: TableParts): boolean {
  return [head, ...body].some(({ cells }) =>
    cells.some(({ runs }) => runs.some(({ look }) => look.link)),
  );
}

function layOutNativeRows({ head, body, align }: TableParts, containers: readonly Container[]) {
  const leaf: Leaf = { kind: 'table', align };
  const toLine = ({ cells, from }: Row, breakQuality: number) =>
    createLine({
      runs: cells.flatMap((cell, column) => cell.runs.map((run) => ({ ...run, column }))),
      leaf,
      containers,
      breakQuality,
      from,
    });

  const headLine = toLine(head, BREAK_QUALITY.block);
  // A repeated head counts as added: it is not at the position that it has in the source.
  const repeatedRuns = headLine.runs.map((run) => ({
    ...run,
    ...createAddedRun(run.text, head.from, run.look),
  }));
  const tableHead = [{ ...headLine, runs: repeatedRuns }];

  const bodyLines = body.map((row, index) => ({
    ...toLine(row, breakQualityBeforeRow(index)),
    tableHead,
  }));
  return [headLine, ...bodyLines];
}

function layOutGrid(
  { head, body, align }: TableParts,
  widths: readonly number[],
  containers: readonly Container[],
): Line[] {
  const leaf: Leaf = { kind: 'code' };
  const toLine = (runs: readonly Run[], from: number, breakQuality: number) =>
    createLine({ runs, leaf, containers, breakQuality, from });

  // The head counts as added: if the table grows too wide for a grid, its head moves into the
  // items, and a page that is closed must not depend on it.
  const headRuns = setInColumns(head, widths, align).map(({ text }) =>
    createAddedRun(text, head.from),
  );
  const headLine = toLine(headRuns, head.from, BREAK_QUALITY.block);
  if (body.length === 0) return [headLine];

  const ruler = widths.map((width) => '─'.repeat(width)).join('─┼─');
  const rulerRun = createAddedRun(ruler, head.to);
  const rulerLine = toLine([rulerRun], head.to, BREAK_QUALITY.grapheme);

  const tableHead = [headLine, rulerLine];
  const bodyLines = body.map((row, index) => ({
    ...toLine(setInColumns(row, widths, align), row.from, breakQualityBeforeRow(index)),
    tableHead,
  }));
  return [headLine, rulerLine, ...bodyLines];
}

/** The head does not stay alone at the end of a page. */
function breakQualityBeforeRow(index: number): number {
  return index === 0 ? BREAK_QUALITY.grapheme : BREAK_QUALITY.row;
}

/** The cells of a row, padded to the widths of their columns. Monospace text has no other look. */
function setInColumns(
  { cells, from, to }: Row,
  widths: readonly number[],
  align: TableParts['align'],
): Run[] {
  const runs = widths.flatMap((width, column) => {
    const cell = cells[column] ?? { runs: [], width: 0 };
    const cellFrom = cell.runs[0]?.from ?? from;
    const cellTo = cell.runs.at(-1)?.to ?? to;

    const isLast = column === widths.length - 1;
    const [before, after] = paddingOf(width - cell.width, align[column], isLast);
    return [
      createAddedRun(column === 0 ? '' : COLUMN_SEPARATOR, cellFrom),
      createAddedRun(' '.repeat(before), cellFrom),
      ...cell.runs,
      createAddedRun(' '.repeat(after), cellTo),
    ];
  });
  return runs.filter(({ text }) => text !== '').map((run) => ({ ...run, look: {} }));
}

/** The numbers of spaces before and after a cell; none at the end of a line. */
function paddingOf(
  room: number,
  alignment: Alignment,
  isLast: boolean,
): readonly [before: number, after: number] {
  if (alignment === 'right') return [room, 0];

  const before = alignment === 'center' ? Math.floor(room / 2) : 0;
  return [before, isLast ? 0 : room - before];
}

/** An item for each row, with a line for each cell that begins with the head of its column. */
function layOutItems({ head, body }: TableParts, containers: readonly Container[]): Line[] {
  const leaf: Leaf = { kind: 'text' };
  if (body.length === 0) return [layOutHeadAlone(head, leaf, containers)];

  return body.flatMap((row, rowIndex) => {
    const item: Container = { kind: 'item' };
    const itemQuality = rowIndex === 0 ? BREAK_QUALITY.block : BREAK_QUALITY.row;

    return labelCells(row, head).map(({ runs, from }, index) =>
      createLine({
        runs,
        leaf,
        containers: [...containers, item],
        opens: index === 0 ? [item] : [],
        breakQuality: index === 0 ? itemQuality : BREAK_QUALITY.line,
        from,
      }),
    );
  });
}

function layOutHeadAlone(head: Row, leaf: Leaf, containers: readonly Container[]): Line {
  const runs = head.cells.flatMap((cell, column) =>
    column === 0 ? cell.runs : [createAddedRun(' | ', head.from), ...cell.runs],
  );
  return createLine({ runs, leaf, containers, from: head.from });
}

/** The cells of a row that are not empty, each behind the head of its column; at least one cell. */
function labelCells(
  { cells, from }: Row,
  head: Row,
): { readonly runs: readonly Run[]; readonly from: number }[] {
  const labelled = cells.map(({ runs }, column) => {
    const cellFrom = column === 0 ? from : (runs[0]?.from ?? from);
    const label = joinRuns(head.cells[column]?.runs ?? []);
    const labelRuns =
      label === '' ? [] : [createAddedRun(label, cellFrom, BOLD), createAddedRun(': ', cellFrom)];
    return { runs: [...labelRuns, ...runs], from: cellFrom, isEmpty: runs.length === 0 };
  });

  const filled = labelled.filter(({ isEmpty }) => !isEmpty);
  return filled.length > 0 ? filled : labelled.slice(0, 1);
}
