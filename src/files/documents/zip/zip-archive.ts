import type { ReadBudget } from '../read-budget.ts';
import { decodeText } from '../text/decode-text.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { decodeXmlBytes, parseXml, type XmlSyntax, type XmlTree } from '../xml/parse-xml.ts';
import { inflateChunks, joinChunks } from './inflate-chunks.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';

/** An archive in memory. Nothing of it is ever written to a disk. */
export interface ZipArchive {
  readonly entries: readonly ZipEntry[];
  /** The number of entries in the archive, which may be more than were read. */
  readonly entryCount: number;
  find(name: string): ZipEntry | undefined;
  /** @throws UnreadableError if the entry is locked, damaged, or too large. */
  chunksOf(entry: ZipEntry): Generator<Uint8Array>;
  bytesOf(entry: ZipEntry): Uint8Array;
  /** The text of an entry. `undefined`: there is no such entry. */
  textOf(name: string): string | undefined;
  /** The XML of an entry. `undefined`: there is no such entry. */
  parse(name: string | undefined, syntax?: XmlSyntax): XmlTree | undefined;
}

const STORED = 0;
const DEFLATED = 8;
const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;

/** @throws UnreadableError if the archive has no readable directory. */
export function openZip(bytes: Uint8Array, budget: ReadBudget): ZipArchive {
  const { entries, entryCount } = readZipDirectory(bytes);
  const byName = new Map(entries.map((entry) => [keyOf(entry.name), entry]));

  function* chunksOf(entry: ZipEntry): Generator<Uint8Array> {
    if (entry.isLocked) throw new UnreadableError('locked');
    const data = dataOf(bytes, entry);
    if (entry.method === DEFLATED) yield* inflateChunks(data, 'deflate', budget);
    else if (entry.method === STORED) yield takeStored(data, budget);
    else throw new UnreadableError('unknown kind');
  }

  const archive: ZipArchive = {
    entries,
    entryCount,
    find: (name) => byName.get(keyOf(name)),
    chunksOf,
    bytesOf: (entry) => joinChunks(chunksOf(entry)),
    textOf: (name) => {
      const entry = archive.find(name);
      return entry && decodeText(archive.bytesOf(entry));
    },
    parse: (name, syntax) => {
      const entry = name === undefined ? undefined : archive.find(name);
      if (!entry) return undefined;
      const tree = parseXml(decodeXmlBytes(archive.bytesOf(entry)), syntax, budget.remainingNodes);
      budget.remainingNodes -= tree.nodeCount;
      return tree;
    },
  };
  return archive;
}

/** Office programs differ in the case of names and in a slash before them. */
function keyOf(name: string): string {
  return name.replace(/^\/+/, '').toLowerCase();
}

function dataOf(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = entry.headerOffset;
  if (header + LOCAL_HEADER_BYTES > bytes.length || view.getUint32(header, true) !== LOCAL_HEADER) {
    throw new UnreadableError('damaged');
  }
  const nameBytes = view.getUint16(header + 26, true);
  const extraBytes = view.getUint16(header + 28, true);
  const start = header + LOCAL_HEADER_BYTES + nameBytes + extraBytes;
  if (start + entry.compressedBytes > bytes.length) throw new UnreadableError('damaged');
  return bytes.subarray(start, start + entry.compressedBytes);
}

function takeStored(data: Uint8Array, budget: ReadBudget): Uint8Array {
  budget.remainingBytes -= data.length;
  if (budget.remainingBytes < 0) throw new UnreadableError('too large');
  return data;
}
