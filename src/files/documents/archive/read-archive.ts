import { type DocumentText, documentText } from '../document-text.ts';
import { writeFence } from '../markdown/write-fence.ts';
import { sayFirst } from '../text/cut-text.ts';
import { decodeText } from '../text/decode-text.ts';
import { readPlainText } from '../text/read-plain-text.ts';
import { UnreadableError } from '../unreadable-error.ts';
import type { ZipArchive } from '../zip/zip-archive.ts';
import type { ZipEntry } from '../zip/zip-directory.ts';
import { listEntries, safePath } from './list-entries.ts';

/** A file in an archive whose bytes can be had. */
export interface ArchiveFile {
  readonly path: string;
  readonly bytes: number;
  readonly isLocked?: boolean;
  /** @throws UnreadableError */
  read(): Uint8Array;
}

/** More files are a project, of which the listing says more than the first texts. */
const MAX_FILES_WITH_TEXTS = 30;
const MAX_TEXT_BYTES = 200_000;
const MIN_TEXT_CHARACTERS = 200;
/** Files that programs wrote for themselves. */
const UNREAD =
  /(^|\/)(__MACOSX|node_modules|\.git|\.DS_Store|META-INF)(\/|$)|(^|\/)(package-lock\.json|yarn\.lock)$|\.min\.(js|css)$/;
/** A listing leaves this share of the characters to the texts. */
const LISTING_SHARE = 0.5;

/** A ZIP archive as a listing, and the texts in it if they are few. */
export function readZip(archive: ZipArchive, limit: number): DocumentText {
  const files = archive.entries.filter(({ name }) => !/[/\\]$/.test(name));
  const folders = archive.entries.length - files.length;
  return readArchive(
    files.map((entry) => zipFile(archive, entry)),
    archive.entryCount - folders,
    limit,
  );
}

function zipFile(archive: ZipArchive, entry: ZipEntry): ArchiveFile {
  const { name, bytes, isLocked } = entry;
  return { path: name, bytes, isLocked, read: () => archive.bytesOf(entry) };
}

/**
 * Lists files with their sizes. If they are few, the texts among them follow.
 * @param total The number of files, which may be more than are given.
 */
export function readArchive(
  files: readonly ArchiveFile[],
  total: number,
  limit: number,
): DocumentText {
  const hasTexts = files.length <= MAX_FILES_WITH_TEXTS;
  const listing = listEntries(files, { limit: hasTexts ? limit * LISTING_SHARE : limit, total });
  const texts = gatherTexts(hasTexts ? files : [], limit - listing.text.length);
  const { shown } = listing;
  const note = shown < total ? `${sayFirst(shown, total, 'files')} in the list` : undefined;
  return documentText([listing.text, ...texts.blocks].join('\n\n'), [note, ...texts.notes]);
}

/** The texts among files, as long as there is room for them. */
function gatherTexts(files: readonly ArchiveFile[], characters: number) {
  const blocks: string[] = [];
  const notes = new Set<string>();
  let room = characters - 2;

  for (const file of files) {
    const text = mayBeText(file) ? textOfFile(file, room) : undefined;
    if (!text) notes.add('the other files are only listed');
    else if (text.block.length > room) notes.add('some texts in it are left out');
    else {
      blocks.push(text.block);
      room -= text.block.length + 2;
      if (text.isCut) notes.add('some texts in it are cut');
    }
  }
  return { blocks, notes: blocks.length === 0 ? ['the files are only listed'] : [...notes] };
}

function mayBeText({ path, bytes, isLocked }: ArchiveFile): boolean {
  return bytes <= MAX_TEXT_BYTES && !isLocked && !UNREAD.test(path);
}

function textOfFile(file: ArchiveFile, room: number) {
  const path = safePath(file.path);
  const bytes = tryRead(file);
  const text = bytes && bytes.length > 0 ? decodeText(bytes) : undefined;
  if (text === undefined) return undefined;
  // The heading and the fence need room as well.
  const limit = Math.max(MIN_TEXT_CHARACTERS, room - path.length - 100);
  const reading = readPlainText(text, file.path, limit);
  const block = `### ${path}\n\n${writeFence(reading.text, reading.language ?? 'text')}`;
  return { block, isCut: reading.cut !== undefined };
}

/** A file in an archive that cannot be read leaves the others readable. */
function tryRead(file: ArchiveFile): Uint8Array | undefined {
  try {
    return file.read();
  } catch (error) {
    if (error instanceof UnreadableError) return undefined;
    throw error;
  }
}
