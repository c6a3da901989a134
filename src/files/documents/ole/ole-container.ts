/** The container of old Office files: a small file system in a file (MS-CFB). */
export interface OleContainer {
  readonly names: readonly string[];
  /** `undefined`: there is no such stream. */
  stream(name: string): Uint8Array | undefined;
}

interface OleEntry {
  readonly name: string;
  readonly isRoot: boolean;
  readonly start: number;
  readonly bytes: number;
}

const SIGNATURE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const HEADER_BYTES = 512;
const DIRECTORY_ENTRY_BYTES = 128;
const MAX_ENTRIES = 4_000;
const ROOT_TYPE = 5;
/** Larger numbers mark the end of a chain and free sectors. */
const MAX_SECTOR = 0xfffffff9;
/** The sectors of the allocation table that the header itself lists. */
const SECTORS_IN_HEADER = 109;

/** Tells whether bytes are an OLE container: an old Office file, or a new one with a password. */
export function isOle(bytes: Uint8Array): boolean {
  return bytes.length > HEADER_BYTES && SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/** Opens a container. What is damaged in it reads as shorter, never as an error. */
export function openOle(bytes: Uint8Array): OleContainer {
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const sectorBytes = 2 ** Math.min(16, Math.max(7, header.getUint16(30, true)));
  const sector = (number: number) =>
    bytes.subarray((number + 1) * sectorBytes, (number + 2) * sectorBytes);

  const maxTableSectors = Math.ceil(bytes.length / sectorBytes / (sectorBytes / 4));
  const table = numbersIn(join(tableSectors(header, sector, maxTableSectors).map(sector)));
  const chain = (start: number) => join(followChain(table, start).map(sector));

  const entries = readEntries(chain(header.getUint32(48, true)));
  const root = entries.find(({ isRoot }) => isRoot);
  const miniBytes = 2 ** Math.min(16, Math.max(4, header.getUint16(32, true)));
  const miniTable = numbersIn(chain(header.getUint32(60, true)));
  const miniStream = root ? chain(root.start) : new Uint8Array();
  const miniSector = (number: number) =>
    miniStream.subarray(number * miniBytes, (number + 1) * miniBytes);

  return {
    names: entries.map(({ name }) => name),
    stream(name) {
      const entry = entries.find((each) => each.name === name);
      if (!entry) return undefined;
      const isMini = entry.bytes < header.getUint32(56, true);
      const stream = isMini
        ? join(followChain(miniTable, entry.start).map(miniSector))
        : chain(entry.start);
      return stream.subarray(0, entry.bytes);
    },
  };
}

/** The sectors of the allocation table: those in the header, and those in a chain of further lists. */
function tableSectors(
  header: DataView,
  sector: (number: number) => Uint8Array,
  maxSectors: number,
): number[] {
  const sectors = Array.from({ length: SECTORS_IN_HEADER }, (_, index) =>
    header.getUint32(76 + index * 4, true),
  );
  let next = header.getUint32(68, true);
  // A list that is longer than the file needs runs in a circle.
  while (next < MAX_SECTOR && sectors.length < maxSectors) {
    const list = numbersIn(sector(next));
    sectors.push(...list.subarray(0, -1));
    next = list.at(-1) ?? MAX_SECTOR;
  }
  return sectors.filter((number) => number < MAX_SECTOR).slice(0, maxSectors);
}

function followChain(table: Uint32Array, start: number): number[] {
  const sectors: number[] = [];
  let next = start;
  // A chain that is longer than its table runs in a circle.
  while (next < table.length && sectors.length < table.length) {
    sectors.push(next);
    next = table[next] ?? MAX_SECTOR;
  }
  return sectors;
}

function readEntries(directory: Uint8Array): OleEntry[] {
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  const count = Math.min(MAX_ENTRIES, Math.floor(directory.length / DIRECTORY_ENTRY_BYTES));
  return Array.from({ length: count }, (_, index) => {
    const offset = index * DIRECTORY_ENTRY_BYTES;
    const nameBytes = Math.min(64, Math.max(2, view.getUint16(offset + 64, true)));
    return {
      name: new TextDecoder('utf-16le').decode(directory.subarray(offset, offset + nameBytes - 2)),
      isRoot: directory[offset + 66] === ROOT_TYPE,
      start: view.getUint32(offset + 116, true),
      bytes: view.getUint32(offset + 120, true),
    };
  }).filter(({ name }) => name !== '');
}

function numbersIn(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = new Uint32Array(Math.floor(bytes.length / 4));
  for (let index = 0; index < numbers.length; index += 1) {
    numbers[index] = view.getUint32(index * 4, true);
  }
  return numbers;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}
