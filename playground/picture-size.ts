/** The size of a picture in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Reads the size in the header of a PNG, JPEG, GIF or WebP. `undefined`: it is none of these. */
export function readPictureSize(bytes: Uint8Array): PictureSize | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readPng(view) ?? readGif(view) ?? readWebp(view) ?? readJpeg(view);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // The header ends too early.
    throw error;
  }
}

function readPng(view: Buffer): PictureSize | undefined {
  if (view.readUInt32BE(0) !== 0x89504e47) return undefined;
  return { width: view.readUInt32BE(16), height: view.readUInt32BE(20) };
}

function readGif(view: Buffer): PictureSize | undefined {
  if (view.toString('latin1', 0, 4) !== 'GIF8') return undefined;
  return { width: view.readUInt16LE(6), height: view.readUInt16LE(8) };
}

function readWebp(view: Buffer): PictureSize | undefined {
  if (view.toString('latin1', 8, 12) !== 'WEBP') return undefined;
  const kind = view.toString('latin1', 12, 16);
  if (kind === 'VP8X')
    return { width: view.readUIntLE(24, 3) + 1, height: view.readUIntLE(27, 3) + 1 };
  if (kind === 'VP8L') {
    const bits = view.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  return { width: view.readUInt16LE(26) & 0x3fff, height: view.readUInt16LE(28) & 0x3fff };
}

/** Looks for the frame header among the segments of a JPEG. */
function readJpeg(view: Buffer): PictureSize | undefined {
  if (view.readUInt16BE(0) !== 0xffd8) return undefined;

  let position = 2;
  for (;;) {
    const marker = view.readUInt16BE(position);
    const isFrame =
      marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame)
      return { width: view.readUInt16BE(position + 7), height: view.readUInt16BE(position + 5) };
    position += 2 + view.readUInt16BE(position + 2);
  }
}
