import { fillMerges, type MergedRange } from '../office/fill-merges.ts';
import { formatNumber, type NumberKind } from '../office/number-kind.ts';
import { createRowCollector, type Sheet } from '../sheets/sheet.ts';
import { type BiffRecord, biffRecords } from './biff-records.ts';
import { readBiffString } from './biff-strings.ts';

/** What the cells of all sheets of an old workbook point to. */
export interface XlsContext {
  readonly strings: readonly string[];
  /** By the index of a cell's format. */
  readonly kinds: readonly NumberKind[];
  readonly isFrom1904: boolean;
}

/** The cells of a sheet by row and column. */
interface Grid {
  readonly rows: Map<number, Map<number, string>>;
  readonly merges: MergedRange[];
  readonly context: XlsContext;
  cells: number;
  /** The cell whose formula has a text, which the next record holds. */
  pendingText: { readonly row: number; readonly column: number } | undefined;
}

const END = 0x0a;
const MAX_CELLS = 500_000;
const MAX_MERGES = 20_000;
const CELL_BYTES = 6;
const ERRORS: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
};

/** Reads the cells of one sheet, whose records begin at `start`. */
export function readXlsRows(
  stream: Uint8Array,
  start: number,
  context: XlsContext,
  limit: number,
): Pick<Sheet, 'rows' | 'rowCount'> {
  const grid: Grid = { rows: new Map(), merges: [], context, cells: 0, pendingText: undefined };
  // The records of embedded charts stand inside, each with a beginning and an end of its own.
  for (const record of biffRecords(stream, start)) {
    if (record.type === END || grid.cells > MAX_CELLS) break;
    const read = Object.hasOwn(READERS, record.type) ? READERS[record.type] : undefined;
    if (read && record.data.byteLength >= CELL_BYTES) read(record, grid);
    else if (record.type === TEXT_RESULT) readTextResult(record, grid);
  }

  const collector = createRowCollector(limit);
  const numbers: number[] = [];
  for (const [number, row] of [...grid.rows].sort(([a], [b]) => a - b)) {
    collector.add(row);
    if (numbers.length < collector.rows.length) numbers.push(number);
  }
  return {
    rows: fillMerges(collector.rows, numbers, grid.merges),
    rowCount: grid.cells > MAX_CELLS ? undefined : collector.rowCount,
  };
}

const TEXT_RESULT = 0x207;

/** How to read each type of record that holds cells (MS-XLS, 2.3). */
const READERS: Readonly<Record<number, (record: BiffRecord, grid: Grid) => void>> = {
  // LabelSst
  253: ({ data }, grid) => {
    if (data.byteLength >= 10) put(grid, data, grid.context.strings[data.getUint32(6, true)] ?? '');
  },
  // Label
  516: ({ data }, grid) => put(grid, data, readBiffString(data, CELL_BYTES, 2)),
  // Number
  515: ({ data }, grid) => {
    if (data.byteLength >= 14) putNumber(grid, data, data.getFloat64(6, true));
  },
  // RK
  638: ({ data }, grid) => {
    if (data.byteLength >= 10) putNumber(grid, data, decodeRk(data, 6));
  },
  // MulRk
  189: ({ data }, grid) => {
    const first = data.getUint16(2, true);
    const count = Math.floor((data.byteLength - 6) / 6);
    for (let index = 0; index < count; index += 1) {
      const kind = grid.context.kinds[data.getUint16(4 + index * 6, true)] ?? 'plain';
      const text = formatNumber(decodeRk(data, 6 + index * 6), kind, grid.context.isFrom1904);
      putAt(grid, data.getUint16(0, true), first + index, text);
    }
  },
  // BoolErr
  517: ({ data }, grid) => {
    if (data.byteLength >= 8) put(grid, data, sayBoolean(data.getUint8(6), data.getUint8(7) === 1));
  },
  // Formula
  6: ({ data }, grid) => {
    if (data.byteLength >= 14) readFormula(data, grid);
  },
  // MergeCells
  229: ({ data }, grid) => {
    const count = Math.min(data.getUint16(0, true), Math.floor((data.byteLength - 2) / 8));
    for (let index = 0; index < count && grid.merges.length < MAX_MERGES; index += 1) {
      const offset = 2 + index * 8;
      grid.merges.push({
        firstRow: data.getUint16(offset, true),
        lastRow: data.getUint16(offset + 2, true),
        column: data.getUint16(offset + 4, true),
      });
    }
  },
};

/** The stored result of a formula: a number, or a code and what it stands for. */
function readFormula(data: DataView, grid: Grid): void {
  const isCode = data.getUint16(12, true) === 0xffff;
  if (!isCode) {
    putNumber(grid, data, data.getFloat64(6, true));
    return;
  }
  const code = data.getUint8(6);
  const place = { row: data.getUint16(0, true), column: data.getUint16(2, true) };
  if (code === 0) grid.pendingText = place;
  else if (code === 1 || code === 2) put(grid, data, sayBoolean(data.getUint8(8), code === 2));
}

function readTextResult({ data }: BiffRecord, grid: Grid): void {
  const place = grid.pendingText;
  grid.pendingText = undefined;
  if (place) putAt(grid, place.row, place.column, readBiffString(data, 0, 2));
}

function put(grid: Grid, data: DataView, text: string): void {
  putAt(grid, data.getUint16(0, true), data.getUint16(2, true), text);
}

function putNumber(grid: Grid, data: DataView, value: number): void {
  const kind = grid.context.kinds[data.getUint16(4, true)] ?? 'plain';
  if (Number.isFinite(value)) put(grid, data, formatNumber(value, kind, grid.context.isFrom1904));
}

function putAt(grid: Grid, row: number, column: number, text: string): void {
  if (text === '') return;
  const cells = grid.rows.get(row) ?? new Map<number, string>();
  cells.set(column, text);
  grid.rows.set(row, cells);
  grid.cells += 1;
}

/** A number in 30 bits: a whole one or the upper part of a float, either divided by 100 or not. */
function decodeRk(data: DataView, offset: number): number {
  const bits = data.getInt32(offset, true);
  const isWhole = (bits & 2) !== 0;
  const float = new DataView(new ArrayBuffer(8));
  float.setInt32(4, bits & ~3, true);
  const value = isWhole ? bits >> 2 : float.getFloat64(0, true);
  return bits & 1 ? value / 100 : value;
}

function sayBoolean(value: number, isError: boolean): string {
  if (isError) return ERRORS[value] ?? '#ERROR!';
  return value === 1 ? 'TRUE' : 'FALSE';
}
