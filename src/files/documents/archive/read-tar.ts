import type { DocumentText } from '../document-text.ts';
import { decodeText } from '../text/decode-text.ts';
import { type ArchiveFile, readArchive } from './read-archive.ts';

const BLOCK_BYTES = 512;
const MAX_FILES = 10_000;
const MAGIC_OFFSET = 257;

/** Tells whether bytes begin with the header of a tar archive (POSIX ustar, and the older GNU one). */
export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK_BYTES && ascii(bytes, MAGIC_OFFSET, 5) === 'ustar';
}

/** A tar archive as a listing, and the texts in it if they are few. */
export function readTar(bytes: Uint8Array, limit: number): DocumentText {
  const files: ArchiveFile[] = [];
  let total = 0;
  let position = 0;
  let longName = '';

  while (position + BLOCK_BYTES <= bytes.length && bytes[position] !== 0) {
    const header = bytes.subarray(position, position + BLOCK_BYTES);
    const size = sizeOf(header);
    const start = position + BLOCK_BYTES;
    const content = bytes.subarray(start, Math.min(bytes.length, start + size));
    const type = ascii(header, 156, 1);
    position = start + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;

    if (type === 'L' || type === 'x') {
      longName = type === 'L' ? textUntilNul(content) : paxPath(content);
      continue;
    }
    if (type === '0' || type === '' || type === '\0') {
      total += 1;
      const path = longName || nameOf(header);
      if (files.length < MAX_FILES) files.push({ path, bytes: size, read: () => content });
    }
    longName = '';
  }
  return readArchive(files, total, limit);
}

function nameOf(header: Uint8Array): string {
  const prefix = textUntilNul(header.subarray(345, 500));
  const name = textUntilNul(header.subarray(0, 100));
  return prefix ? `${prefix}/${name}` : name;
}

/** A size in octal digits. Files that people send are never larger than these can say. */
function sizeOf(header: Uint8Array): number {
  const size = Number.parseInt(ascii(header, 124, 12).replace(/[^0-7].*$/s, ''), 8);
  return Number.isSafeInteger(size) ? size : 0;
}

/** The path in a POSIX extended header: `27 path=…`. */
function paxPath(content: Uint8Array): string {
  const text = decodeText(content.subarray(0, 8_192)) ?? '';
  return /^\d+ path=(.*)$/m.exec(text)?.[1] ?? '';
}

function textUntilNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decodeText(bytes.subarray(0, Math.min(end === -1 ? bytes.length : end, 1_024))) ?? '';
}

function ascii(bytes: Uint8Array, start: number, length: number): string {
  return Buffer.from(bytes.subarray(start, start + length)).toString('latin1');
}
