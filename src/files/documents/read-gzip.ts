import type { DownloadedFile } from '../../contracts/files.ts';
import { type DocumentText, documentText } from './document-text.ts';
import type { ReadBudget } from './read-budget.ts';
import { baseName } from './text/code-language.ts';
import { UnreadableError } from './unreadable-error.ts';
import { inflateChunks, joinChunks } from './zip/inflate-chunks.ts';

/** Of a file that is too large, this much is read. */
const MAX_PARTIAL_BYTES = 32_000_000;

/** Reads the one file in a GZIP file. A file that is compressed twice is not opened: people do not send such files. */
export function readGzip(
  file: DownloadedFile,
  budget: ReadBudget,
  read: (inner: DownloadedFile) => DocumentText | undefined,
): DocumentText | undefined {
  const { bytes, isCut } = inflateBeginning(file.bytes, budget);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw new UnreadableError('unknown kind');
  if (bytes.length === 0) return { text: '' };

  const name = baseName(file.name)
    .replace(/\.gz$/i, '')
    .replace(/\.tgz$/i, '.tar');
  const document = read({ name, mime: '', bytes });
  if (!isCut) return document;
  if (!document) throw new UnreadableError('too large');
  const notes = [document.cut, 'the file is too large to decompress to its end'];
  return { ...document, ...documentText(document.text, notes) };
}

/** A log of a gigabyte is worth reading as far as it goes. */
function inflateBeginning(compressed: Uint8Array, budget: ReadBudget) {
  const chunks: Uint8Array[] = [];
  try {
    for (const chunk of inflateChunks(compressed, 'gzip', budget)) chunks.push(chunk);
    return { bytes: joinChunks(chunks), isCut: false };
  } catch (error) {
    const isTooLarge = error instanceof UnreadableError && error.reason === 'too large';
    if (!isTooLarge || chunks.length === 0) throw error;
    return { bytes: joinChunks(chunks).subarray(0, MAX_PARTIAL_BYTES), isCut: true };
  }
}
