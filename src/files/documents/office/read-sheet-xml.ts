import { createRowCollector, type Sheet } from '../sheets/sheet.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { localName } from '../xml/parse-xml.ts';
import { streamXml } from '../xml/stream-xml.ts';
import { fillMerges, type MergedRange } from './fill-merges.ts';

/** A cell as its sheet stores it. */
export interface RawCell {
  /** `s`: an index into the shared strings; `b`, `e`, `str`, `inlineStr`, `d`, `n`. */
  readonly type: string;
  readonly style: number;
  readonly value: string;
  readonly formula: string;
}

type SheetRows = Pick<Sheet, 'rows' | 'rowCount'>;

const MAX_COLUMN = 16_384;
const MAX_CELLS_IN_ROW = 1_000;
const MAX_MERGES = 20_000;
const MAX_VALUE_CHARACTERS = 32_767;

/**
 * Reads the rows of a sheet while it is decompressed: sheets may be too large to hold. What the file says
 * about its size is not believed, and rows that are not there cost nothing.
 */
export function readSheetXml(
  chunks: Iterable<Uint8Array>,
  limit: number,
  format: (cell: RawCell) => string,
): SheetRows {
  const collector = createRowCollector(limit);
  const rowNumbers: number[] = [];
  const merges: MergedRange[] = [];
  const handler = createSheetHandler({
    onRow(row, number) {
      collector.add(row);
      if (rowNumbers.length < collector.rows.length) rowNumbers.push(number);
    },
    onMerge(range) {
      if (merges.length < MAX_MERGES) merges.push(...range);
    },
    needsCells: () => !collector.isFull(),
    format,
  });

  let rowCount: number | undefined;
  try {
    streamXml(chunks, handler);
    rowCount = collector.rowCount;
  } catch (error) {
    // What was read before the limit was reached is worth more than nothing.
    const hasRows = error instanceof UnreadableError && collector.rows.length > 0;
    if (!hasRows) throw error;
  }
  return { rows: fillMerges(collector.rows, rowNumbers, merges), rowCount };
}

interface SheetEvents {
  onRow(row: ReadonlyMap<number, string>, number: number): void;
  onMerge(range: readonly MergedRange[]): void;
  needsCells(): boolean;
  format(cell: RawCell): string;
}

function createSheetHandler({ onRow, onMerge, needsCells, format }: SheetEvents) {
  let rowNumber = 0;
  let row = new Map<number, string>();
  let column = 0;
  let cell = { type: '', style: 0, value: '', formula: '' };
  /** The element whose text is read. */
  let field: 'value' | 'formula' | undefined;
  /** The reading of Japanese words, which is not a part of them. */
  let isInReading = false;

  const open: Readonly<Record<string, (attributes: Record<string, string>) => void>> = {
    row: (attributes) => {
      rowNumber = Number.parseInt(attributes.r ?? '', 10) || rowNumber + 1;
      row = new Map();
      column = 0;
    },
    c: (attributes) => {
      column = columnOf(attributes.r) ?? column + 1;
      const style = Number.parseInt(attributes.s ?? '', 10) || 0;
      cell = { type: attributes.t ?? 'n', style, value: '', formula: '' };
    },
    v: () => {
      field = 'value';
    },
    t: () => {
      field = isInReading ? undefined : 'value';
    },
    f: () => {
      field = 'formula';
    },
    rPh: () => {
      isInReading = true;
    },
    mergeCell: (attributes) => onMerge(readMergedRange(attributes.ref ?? '')),
  };

  const close: Readonly<Record<string, () => void>> = {
    c: () => {
      if (row.size >= MAX_CELLS_IN_ROW || column > MAX_COLUMN) return;
      const text = needsCells() ? format(cell) : cell.value;
      if (text !== '') row.set(column, text);
    },
    row: () => onRow(row, rowNumber),
    rPh: () => {
      isInReading = false;
    },
  };

  return {
    onopentag(name: string, attributes: Record<string, string>) {
      const local = localName(name);
      if (Object.hasOwn(open, local)) open[local]?.(attributes);
    },
    onclosetag(name: string) {
      field = undefined;
      const local = localName(name);
      if (Object.hasOwn(close, local)) close[local]?.();
    },
    ontext(text: string) {
      if (field === undefined) return;
      if (cell[field].length < MAX_VALUE_CHARACTERS)
        cell[field] += text.slice(0, MAX_VALUE_CHARACTERS);
    },
  };
}

/** The range of merged cells, as `A2:A5`. Empty if it is none. */
function readMergedRange(reference: string): MergedRange[] {
  const [first, last] = reference.split(':');
  const column = columnOf(first);
  const [firstRow, lastRow] = [first, last].map((cell) => Number(/\d+$/.exec(cell ?? '')?.[0]));
  if (column === undefined || !firstRow || !lastRow) return [];
  return [{ column, firstRow, lastRow }];
}

/** The number of a column by the reference of a cell: 28 for `AB12`. */
export function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Za-z]{1,3})\d/.exec(reference ?? '')?.[1];
  if (!letters) return undefined;
  return [...letters.toUpperCase()].reduce(
    (sum, letter) => sum * 26 + letter.charCodeAt(0) - 64,
    0,
  );
}
