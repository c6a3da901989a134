import { UnreadableError } from '../unreadable-error.ts';
import type { OleContainer } from './ole-container.ts';

const MAGIC = 0xa5ec;
/** The number of Word 97's format. Earlier ones are laid out otherwise. */
const WORD_97 = 0xc1;
const ENCRYPTED_FLAG = 0x100;
const SECOND_TABLE_FLAG = 0x200;
/** Where the list of pieces stands, by the header of the file (MS-DOC, 2.5.6). */
const PIECES_OFFSET = 0x1a2;
const HEADER_BYTES = PIECES_OFFSET + 8;
/** The lengths of the main text, the footnotes, and others. */
const LENGTHS_OFFSET = 0x4c;
const ONE_BYTE_FLAG = 0x40000000;
const PIECE_BYTES = 8;

/**
 * The characters of a binary Word document with their control characters: the main text and the footnotes.
 * `undefined`: no document of Word 97 or later.
 * @throws UnreadableError `locked`
 */
export function docText(container: OleContainer): string | undefined {
  const document = container.stream('WordDocument');
  if (!document || document.length < HEADER_BYTES) return undefined;
  const header = viewOf(document);
  const flags = header.getUint16(10, true);
  if (header.getUint16(0, true) !== MAGIC || header.getUint16(2, true) < WORD_97) return undefined;
  if (flags & ENCRYPTED_FLAG) throw new UnreadableError('locked');

  const table = container.stream(flags & SECOND_TABLE_FLAG ? '1Table' : '0Table');
  const start = header.getUint32(PIECES_OFFSET, true);
  const pieces = findPieces(
    table?.subarray(start, start + header.getUint32(PIECES_OFFSET + 4, true)),
  );
  const length =
    header.getUint32(LENGTHS_OFFSET, true) + header.getUint32(LENGTHS_OFFSET + 4, true);
  return pieces && readPieces(pieces, document).slice(0, length);
}

/** The table of pieces, behind the formats that it may need (MS-DOC, 2.9.38). */
function findPieces(bytes: Uint8Array | undefined): Uint8Array | undefined {
  if (!bytes) return undefined;
  const view = viewOf(bytes);
  let position = 0;
  while (position + 5 <= bytes.length) {
    if (bytes[position] === 2) {
      const length = view.getUint32(position + 1, true);
      return bytes.subarray(position + 5, position + 5 + length);
    }
    if (bytes[position] !== 1) return undefined;
    position += 3 + view.getUint16(position + 1, true);
  }
  return undefined;
}

function readPieces(pieces: Uint8Array, document: Uint8Array): string {
  const view = viewOf(pieces);
  const count = Math.floor((pieces.length - 4) / (4 + PIECE_BYTES));
  const texts: string[] = [];
  let room = document.length;

  for (let index = 0; index < count && room > 0; index += 1) {
    const first = view.getUint32(index * 4, true);
    const length = Math.min(room, Math.max(0, view.getUint32(index * 4 + 4, true) - first));
    const place = view.getUint32((count + 1) * 4 + index * PIECE_BYTES + 2, true);
    texts.push(readPiece(document, place, length));
    room -= length;
  }
  return texts.join('');
}

function readPiece(document: Uint8Array, place: number, length: number): string {
  if (place & ONE_BYTE_FLAG) {
    const start = (place & ~ONE_BYTE_FLAG) / 2;
    return new TextDecoder('windows-1252').decode(document.subarray(start, start + length));
  }
  return new TextDecoder('utf-16le').decode(document.subarray(place, place + length * 2));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
