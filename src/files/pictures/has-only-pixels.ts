const PNG_SIGNATURE_BYTES = 8;
/** Length, name and checksum of a chunk. */
const CHUNK_FRAME_BYTES = 12;
/** The chunks of a PNG that say how its pixels look (PNG 3, section 11). Others hold texts, times and places. */
const PIXEL_CHUNKS = new Set(
  'IHDR PLTE IDAT IEND tRNS sRGB gAMA cHRM sBIT bKGD pHYs hIST'.split(' '),
);
const START_OF_SCAN = 0xda;
/** Comments, and APP1 to APP13 and APP15: Exif, profiles, previews. APP0 and APP14 say how the pixels look. */
const FOREIGN_SEGMENTS = /^fe|^e[1-9a-df]/;

/**
 * Tells whether there is nothing in a picture's file but its pixels: no place where it was taken, no
 * comment, and no other file behind its end.
 */
export function hasOnlyPixels(bytes: Uint8Array, format: string): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === 'png') return isPlainPng(buffer);
  return format === 'jpeg' && isPlainJpeg(buffer);
}

function isPlainPng(bytes: Buffer): boolean {
  let offset = PNG_SIGNATURE_BYTES;
  while (offset + CHUNK_FRAME_BYTES <= bytes.length) {
    const name = bytes.toString('latin1', offset + 4, offset + 8);
    if (!PIXEL_CHUNKS.has(name)) return false;
    offset += CHUNK_FRAME_BYTES + bytes.readUInt32BE(offset);
    if (name === 'IEND') return offset === bytes.length;
  }
  return false;
}

function isPlainJpeg(bytes: Buffer): boolean {
  let offset = 2;
  while (offset + 4 <= bytes.length && bytes[offset] === 0xff) {
    const marker = bytes[offset + 1] ?? 0;
    // Pixels cannot contain the mark of the end.
    if (marker === START_OF_SCAN) return bytes.indexOf('ffd9', offset, 'hex') === bytes.length - 2;
    if (FOREIGN_SEGMENTS.test(marker.toString(16))) return false;
    offset += 2 + bytes.readUInt16BE(offset + 2);
  }
  return false;
}
