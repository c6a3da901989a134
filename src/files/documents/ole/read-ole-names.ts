const SIGNATURE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const DIRECTORY_ENTRY_BYTES = 128;
const MAX_ENTRIES = 4_000;

/** Tells whether bytes are an OLE container: an old Office file, or a new one with a password. */
export function isOle(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/**
 * The names of the streams in an OLE container (MS-CFB, 2.6). The directory is read as if it were in one piece, which
 * is true of small containers and of those with a password.
 */
export function readOleNames(bytes: Uint8Array): string[] {
  if (bytes.length < 512) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sectorBytes = 2 ** Math.min(12, view.getUint16(30, true));
  const start = (view.getUint32(48, true) + 1) * sectorBytes;
  const names: string[] = [];

  for (let index = 0; index < MAX_ENTRIES; index += 1) {
    const entry = start + index * DIRECTORY_ENTRY_BYTES;
    if (entry + DIRECTORY_ENTRY_BYTES > bytes.length) break;
    const nameBytes = view.getUint16(entry + 64, true);
    if (nameBytes < 2 || nameBytes > 64) continue;
    const name = bytes.subarray(entry, entry + nameBytes - 2);
    names.push(new TextDecoder('utf-16le').decode(name));
  }
  return names;
}
