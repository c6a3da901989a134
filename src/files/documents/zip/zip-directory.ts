import { decodeText } from '../text/decode-text.ts';
import { UnreadableError } from '../unreadable-error.ts';

/** A file or a folder in an archive, as its directory describes it. Sizes may be lies. */
export interface ZipEntry {
  /** As it stands in the archive; it may point anywhere, as `../../etc/passwd`. */
  readonly name: string;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly method: number;
  readonly isLocked: boolean;
  readonly headerOffset: number;
}

const MAX_ENTRIES = 10_000;
const MAX_NAME_BYTES = 1_024;
const END_RECORD = 0x06054b50;
const END_RECORD_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_ENTRY_BYTES = 46;
const LOCKED_FLAG = 0x1;
const UTF8_FLAG = 0x800;
const ZIP64_EXTRA = 0x0001;
const IN_ZIP64 = 0xffffffff;

/**
 * Reads the directory at the end of an archive (APPNOTE.TXT 6.3, sections 4.3.12 and 4.3.16).
 * @throws UnreadableError `damaged` if there is none.
 */
export function readZipDirectory(bytes: Uint8Array): {
  readonly entries: readonly ZipEntry[];
  readonly entryCount: number;
} {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEndRecord(view);
  const directoryBytes = view.getUint32(end + 12, true);
  const declaredStart = view.getUint32(end + 16, true);
  // Bytes before the archive, as in a self-extracting one, move everything by their number.
  const isZip64 = declaredStart === IN_ZIP64 || directoryBytes === IN_ZIP64;
  const shift = isZip64 ? 0 : Math.max(0, end - directoryBytes - declaredStart);
  const start = isZip64 ? findFirstEntry(view, end) : declaredStart + shift;

  const found: RawEntry[] = [];
  let entryCount = 0;
  let position = start;
  while (position + DIRECTORY_ENTRY_BYTES <= end) {
    if (view.getUint32(position, true) !== DIRECTORY_ENTRY) break;
    const entry = readEntry(bytes, view, position, shift);
    entryCount += 1;
    if (found.length < MAX_ENTRIES) found.push(entry);
    position = entry.nextPosition;
  }

  const isDamaged = found.length === 0 && view.getUint16(end + 10, true) > 0;
  if (isDamaged) throw new UnreadableError('damaged');
  const decodeName = nameDecoder(found);
  return { entries: found.map((raw) => ({ ...raw.entry, name: decodeName(raw) })), entryCount };
}

interface RawEntry {
  readonly nameBytes: Uint8Array;
  readonly isUtf8: boolean;
  readonly nextPosition: number;
  readonly entry: Omit<ZipEntry, 'name'>;
}

function findEndRecord(view: DataView): number {
  const last = view.byteLength - END_RECORD_BYTES;
  for (let index = last; index >= Math.max(0, last - MAX_COMMENT_BYTES); index -= 1) {
    if (view.getUint32(index, true) === END_RECORD) return index;
  }
  throw new UnreadableError('damaged');
}

/** The directory of a ZIP64 archive, by its first entry: files that people send need no more of it. */
function findFirstEntry(view: DataView, end: number): number {
  const LOCATOR_BYTES = 20;
  const ZIP64_END_RECORD = 0x06064b50;
  if (end < LOCATOR_BYTES) throw new UnreadableError('damaged');
  const record = Number(view.getBigUint64(end - LOCATOR_BYTES + 8, true));
  const isRecord = record + 56 <= end && view.getUint32(record, true) === ZIP64_END_RECORD;
  if (!isRecord) throw new UnreadableError('damaged');
  return Number(view.getBigUint64(record + 48, true));
}

function readEntry(bytes: Uint8Array, view: DataView, position: number, shift: number): RawEntry {
  const flags = view.getUint16(position + 8, true);
  const nameLength = view.getUint16(position + 28, true);
  const extraLength = view.getUint16(position + 30, true);
  const commentLength = view.getUint16(position + 32, true);
  const nameStart = position + DIRECTORY_ENTRY_BYTES;
  const extraStart = nameStart + nameLength;
  const sizes = readSizes(view, position, extraStart, extraStart + extraLength);

  return {
    nameBytes: bytes.subarray(nameStart, nameStart + Math.min(nameLength, MAX_NAME_BYTES)),
    isUtf8: (flags & UTF8_FLAG) !== 0,
    nextPosition: extraStart + extraLength + commentLength,
    entry: {
      ...sizes,
      headerOffset: sizes.headerOffset + shift,
      method: view.getUint16(position + 10, true),
      isLocked: (flags & LOCKED_FLAG) !== 0,
    },
  };
}

/** The sizes of an entry. Those that do not fit into 32 bits stand in the ZIP64 field, in this order. */
function readSizes(view: DataView, position: number, extraStart: number, extraEnd: number) {
  const wide = findZip64Field(view, extraStart, Math.min(extraEnd, view.byteLength));
  const read = (offset: number) => {
    const size = view.getUint32(position + offset, true);
    return size === IN_ZIP64 ? (wide.shift() ?? size) : size;
  };
  const bytes = read(24);
  const compressedBytes = read(20);
  return { bytes, compressedBytes, headerOffset: read(42) };
}

function findZip64Field(view: DataView, start: number, end: number): number[] {
  let position = start;
  while (position + 4 <= end) {
    const length = view.getUint16(position + 2, true);
    const fieldEnd = Math.min(end, position + 4 + length);
    if (view.getUint16(position, true) === ZIP64_EXTRA) {
      const count = Math.floor((fieldEnd - position - 4) / 8);
      return Array.from({ length: count }, (_, index) =>
        Number(view.getBigUint64(position + 4 + index * 8, true)),
      );
    }
    position = fieldEnd;
  }
  return [];
}

/** Old programs write names in the charset of their system, which all names together show best. */
function nameDecoder(entries: readonly RawEntry[]): (raw: RawEntry) => string {
  const names = entries.filter(({ isUtf8 }) => !isUtf8).map(({ nameBytes }) => nameBytes);
  const separated = names.flatMap((name) => [name, new Uint8Array([0x0a])]);
  const decoded = decodeText(Buffer.concat(separated))?.split('\n') ?? [];
  let index = 0;

  return ({ isUtf8, nameBytes }) => {
    if (isUtf8) return new TextDecoder().decode(nameBytes);
    const name = decoded.length > names.length ? decoded[index] : undefined;
    index += 1;
    return name ?? new TextDecoder('ibm866').decode(nameBytes);
  };
}
