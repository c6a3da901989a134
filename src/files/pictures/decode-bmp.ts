import { checkPixels, type Pixels } from './pixels.ts';

/** The header of a BMP file, as far as its pixels need it. */
interface Header {
  readonly width: number;
  readonly height: number;
  /** False: the last row comes first. */
  readonly isTopDown: boolean;
  readonly bitsPerPixel: number;
  readonly masks: readonly [number, number, number];
  /** Four bytes for each colour. */
  readonly palette: Uint8Array;
  readonly pixelsOffset: number;
}

const FILE_HEADER_BYTES = 14;
const INFO_HEADER_BYTES = 40;
const UNCOMPRESSED = 0;
const WITH_MASKS = 3;
const DEFAULT_MASKS: Readonly<Record<number, readonly [number, number, number]>> = {
  16: [0x7c00, 0x03e0, 0x001f],
  24: [0xff0000, 0x00ff00, 0x0000ff],
  32: [0xff0000, 0x00ff00, 0x0000ff],
};

/**
 * Decodes an uncompressed Windows bitmap, which is what the clipboard and Paint write: 1, 4, 8, 16, 24
 * or 32 bits per pixel. Its transparency is left out: most programs write zeros there.
 */
export function decodeBmp(bytes: Uint8Array): Pixels {
  const header = readHeader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes);
  const { width, height, isTopDown, bitsPerPixel, pixelsOffset } = header;
  checkPixels(width, height);
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4;
  if (pixelsOffset + rowBytes * height > bytes.length) throw new RangeError('The file is cut off.');

  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const storedRow = isTopDown ? y : height - 1 - y;
    const start = pixelsOffset + storedRow * rowBytes;
    const row = bytes.subarray(start, start + rowBytes);
    const target = data.subarray(y * width * 3, (y + 1) * width * 3);
    if (bitsPerPixel <= 8) copyPaletteRow(row, target, header);
    else copyColourRow(row, target, header);
  }
  return { data, width, height, channels: 3 };
}

function readHeader(view: DataView, bytes: Uint8Array): Header {
  const headerBytes = view.getUint32(14, true);
  if (headerBytes < INFO_HEADER_BYTES) throw new Error('OS/2 bitmaps are not known here.');

  const bitsPerPixel = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  const isKnown = compression === UNCOMPRESSED || compression === WITH_MASKS;
  if (!isKnown || ![1, 4, 8, 16, 24, 32].includes(bitsPerPixel)) {
    throw new Error('Compressed bitmaps are not known here.');
  }

  const height = view.getInt32(22, true);
  const paletteOffset = FILE_HEADER_BYTES + headerBytes;
  const masks =
    compression === WITH_MASKS
      ? ([54, 58, 62].map((offset) => view.getUint32(offset, true)) as [number, number, number])
      : (DEFAULT_MASKS[bitsPerPixel] ?? [0, 0, 0]);
  return {
    width: view.getInt32(18, true),
    height: Math.abs(height),
    isTopDown: height < 0,
    bitsPerPixel,
    masks,
    palette: bytes.subarray(paletteOffset, paletteOffset + 4 * 2 ** Math.min(bitsPerPixel, 8)),
    pixelsOffset: view.getUint32(10, true),
  };
}

/** Several pixels share a byte, the first in its highest bits. The palette is in the order blue, green, red. */
function copyPaletteRow(
  row: Uint8Array,
  target: Uint8Array,
  { bitsPerPixel, palette }: Header,
): void {
  const perByte = 8 / bitsPerPixel;
  const mask = 2 ** bitsPerPixel - 1;
  for (let x = 0; x < target.length / 3; x++) {
    const byte = row[Math.floor(x / perByte)] ?? 0;
    const index = (byte >> (8 - bitsPerPixel * ((x % perByte) + 1))) & mask;
    for (let channel = 0; channel < 3; channel++) {
      target[x * 3 + channel] = palette[index * 4 + 2 - channel] ?? 0;
    }
  }
}

function copyColourRow(row: Uint8Array, target: Uint8Array, { bitsPerPixel, masks }: Header): void {
  const bytesPerPixel = bitsPerPixel / 8;
  const channels = masks.map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    const most = mask === 0 ? 1 : mask >>> shift;
    return { mask, shift, most };
  });
  for (let x = 0; x < target.length / 3; x++) {
    let pixel = 0;
    for (let byte = bytesPerPixel - 1; byte >= 0; byte--) {
      pixel = pixel * 256 + (row[x * bytesPerPixel + byte] ?? 0);
    }
    for (const [channel, { mask, shift, most }] of channels.entries()) {
      target[x * 3 + channel] = Math.round((((pixel & mask) >>> shift) * 255) / most);
    }
  }
}
