import type { BiffRecord } from './biff-records.ts';

const WIDE_FLAG = 0x1;
const PHONETIC_FLAG = 0x4;
const RICH_FLAG = 0x8;
const MAX_STRINGS = 1_000_000;

/** Reads the shared strings of an old workbook, which go on over records (MS-XLS, 2.4.265). */
export function readBiffStrings({ data, continued }: BiffRecord): string[] {
  const reader = createSegmentReader([data, ...continued]);
  reader.skip(4);
  const count = Math.min(reader.number(4), MAX_STRINGS);
  const strings: string[] = [];
  while (strings.length < count && !reader.isAtEnd()) strings.push(readString(reader));
  return strings;
}

/** Reads a string within one record. `lengthBytes`: the size of the number before it. */
export function readBiffString(data: DataView, offset: number, lengthBytes: 1 | 2): string {
  if (offset + lengthBytes + 1 > data.byteLength) return '';
  const length = lengthBytes === 1 ? data.getUint8(offset) : data.getUint16(offset, true);
  const isWide = (data.getUint8(offset + lengthBytes) & WIDE_FLAG) !== 0;
  return decode(data, offset + lengthBytes + 1, length, isWide);
}

function readString(reader: SegmentReader): string {
  const length = reader.number(2);
  const flags = reader.number(1);
  const runs = flags & RICH_FLAG ? reader.number(2) : 0;
  const phoneticBytes = flags & PHONETIC_FLAG ? reader.number(4) : 0;
  const text = reader.text(length, (flags & WIDE_FLAG) !== 0);
  reader.skip(runs * 4 + phoneticBytes);
  return text;
}

interface SegmentReader {
  isAtEnd(): boolean;
  number(bytes: 1 | 2 | 4): number;
  skip(bytes: number): void;
  text(length: number, isWide: boolean): string;
}

function createSegmentReader(segments: readonly DataView[]): SegmentReader {
  let index = 0;
  let offset = 0;

  const rest = () => (segments[index]?.byteLength ?? 0) - offset;

  function moveToData(): void {
    while (rest() <= 0 && index < segments.length) {
      index += 1;
      offset = 0;
    }
  }

  function byte(): number {
    moveToData();
    const value = segments[index]?.getUint8(offset) ?? 0;
    offset += 1;
    return value;
  }

  /** As many characters as the segment still has. */
  function take(length: number, isWide: boolean): string {
    const width = isWide ? 2 : 1;
    const count = Math.min(length, Math.floor(Math.max(0, rest()) / width));
    const segment = segments[index];
    const start = offset;
    offset += count * width;
    return segment ? decode(segment, start, count, isWide) : '';
  }

  return {
    isAtEnd() {
      moveToData();
      return index >= segments.length;
    },

    number(bytes) {
      let value = 0;
      for (let place = 0; place < bytes; place += 1) value += byte() * 256 ** place;
      return value;
    },

    skip(bytes) {
      let left = bytes;
      while (left > 0 && index < segments.length) {
        const step = Math.min(left, Math.max(0, rest()));
        offset += step;
        left -= step;
        if (left > 0) moveToData();
      }
    },

    /** Where a string goes on in the next record, its first byte tells the width of characters anew. */
    text(length, isWide) {
      let text = '';
      let wide = isWide;
      while (text.length < length && index < segments.length) {
        text += take(length - text.length, wide);
        if (text.length >= length) break;
        index += 1;
        offset = 0;
        wide = (byte() & WIDE_FLAG) !== 0;
      }
      return text;
    },
  };
}

function decode(data: DataView, offset: number, length: number, isWide: boolean): string {
  const available = Math.max(0, data.byteLength - offset);
  const bytes = Math.min(available, length * (isWide ? 2 : 1));
  const part = new Uint8Array(data.buffer, data.byteOffset + offset, bytes);
  // The high bytes of narrow characters are left out, and all are 0.
  return isWide ? new TextDecoder('utf-16le').decode(part) : Buffer.from(part).toString('latin1');
}
