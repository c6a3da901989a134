import type { DocumentText } from '../document-text.ts';
import { type NumberKind, numberKind } from '../office/number-kind.ts';
import type { Sheet } from '../sheets/sheet.ts';
import { writeSheets } from '../sheets/write-sheets.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { type BiffRecord, biffRecords } from './biff-records.ts';
import { readBiffString, readBiffStrings } from './biff-strings.ts';
import { readXlsRows, type XlsContext } from './read-xls-rows.ts';

const END = 0x0a;
/** The version of Excel 97 and later. Earlier ones are laid out otherwise. */
const EXCEL_97 = 0x600;
const MAX_SHEETS = 100;

interface XlsSheet {
  readonly name: string;
  readonly start: number;
}

/**
 * The sheets of an old workbook, each as a table. `undefined`: not of Excel 97 or later.
 * @throws UnreadableError `locked`
 */
export function readXls(stream: Uint8Array, limit: number): DocumentText | undefined {
  const workbook = readWorkbook(stream);
  if (!workbook) return undefined;
  const sheets = workbook.sheets.slice(0, MAX_SHEETS).map(({ name, start }): Sheet => {
    const rows = readXlsRows(stream, start, workbook, limit);
    return { name, ...rows, comments: [] };
  });
  return writeSheets(sheets, limit);
}

interface Workbook extends XlsContext {
  readonly sheets: readonly XlsSheet[];
}

function readWorkbook(stream: Uint8Array): Workbook | undefined {
  const reading: Reading = {
    sheets: [],
    codes: new Map(),
    formats: [],
    strings: [],
    isFrom1904: false,
    isKnown: false,
  };
  for (const record of biffRecords(stream, 0)) {
    if (record.type === END) break;
    const read = Object.hasOwn(READERS, record.type) ? READERS[record.type] : undefined;
    if (record.data.byteLength >= 2) read?.(record, reading);
  }

  const { formats, codes, isKnown } = reading;
  const kinds = formats.map((id): NumberKind => numberKind(id, codes.get(id)));
  return isKnown ? { ...reading, kinds } : undefined;
}

interface Reading {
  readonly sheets: XlsSheet[];
  readonly codes: Map<number, string>;
  readonly formats: number[];
  strings: readonly string[];
  isFrom1904: boolean;
  isKnown: boolean;
}

/** How to read each type of record that concerns the whole workbook (MS-XLS, 2.3). */
const READERS: Readonly<Record<number, (record: BiffRecord, reading: Reading) => void>> = {
  // BOF
  2057: ({ data }, reading) => {
    reading.isKnown = data.getUint16(0, true) === EXCEL_97;
  },
  // FilePass
  47: () => {
    throw new UnreadableError('locked');
  },
  // Date1904
  34: ({ data }, reading) => {
    reading.isFrom1904 = data.getUint16(0, true) === 1;
  },
  // SST
  252: (record, reading) => {
    reading.strings = readBiffStrings(record);
  },
  // Format
  1054: ({ data }, reading) => {
    reading.codes.set(data.getUint16(0, true), readBiffString(data, 2, 2));
  },
  // XF
  224: ({ data }, reading) => {
    if (data.byteLength >= 4) reading.formats.push(data.getUint16(2, true));
  },
  // BoundSheet8
  133: ({ data }, reading) => {
    if (data.byteLength >= 8) reading.sheets.push(readSheetEntry(data));
  },
};

function readSheetEntry(data: DataView): XlsSheet {
  const isHidden = data.getUint8(4) !== 0;
  const name = readBiffString(data, 6, 1);
  return { name: isHidden ? `${name} (hidden)` : name, start: data.getUint32(0, true) };
}
