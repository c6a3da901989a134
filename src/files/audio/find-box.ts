const HEADER_BYTES = 8;
/** Broken files may consist of millions of small boxes. */
const MAX_BOXES = 10_000;

/**
 * Finds a box of an MP4 file (ISO/IEC 14496-12) by the names of the boxes around it.
 *
 * @returns Its content.
 */
export function findBox(bytes: Uint8Array, names: readonly string[]): Uint8Array | undefined {
  const [name, ...inner] = names;
  if (name === undefined) return bytes;

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  for (let count = 0; count < MAX_BOXES && offset + HEADER_BYTES <= bytes.length; count++) {
    const size = sizeAt(view, offset);
    if (size < HEADER_BYTES) return undefined;
    const type = Buffer.from(bytes.subarray(offset + 4, offset + 8)).toString('latin1');
    if (type === name) {
      const headerBytes = view.getUint32(offset) === 1 ? 2 * HEADER_BYTES : HEADER_BYTES;
      return findBox(bytes.subarray(offset + headerBytes, offset + size), inner);
    }
    offset += size;
  }
  return undefined;
}

/** A size of 1 says that the true size follows the name, and 0 that the box ends with the file. */
function sizeAt(view: DataView, offset: number): number {
  const size = view.getUint32(offset);
  if (size === 0) return view.byteLength - offset;
  if (size !== 1) return size;
  return offset + 16 <= view.byteLength ? Number(view.getBigUint64(offset + 8)) : 0;
}
