import type { DownloadedFile } from '../../contracts/files.ts';
import type { DocumentText } from './document-text.ts';
import type { ReadBudget } from './read-budget.ts';
import { baseName } from './text/code-language.ts';
import { UnreadableError } from './unreadable-error.ts';
import { inflateChunks, joinChunks } from './zip/inflate-chunks.ts';

/** Reads the one file in a GZIP file. What is compressed twice is not opened: nobody sends that. */
export function readGzip(
  file: DownloadedFile,
  budget: ReadBudget,
  read: (inner: DownloadedFile) => DocumentText | undefined,
): DocumentText | undefined {
  const bytes = joinChunks(inflateChunks(file.bytes, 'gzip', budget));
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw new UnreadableError('unknown kind');
  const name = baseName(file.name)
    .replace(/\.gz$/i, '')
    .replace(/\.tgz$/i, '.tar');
  return bytes.length === 0 ? { text: '' } : read({ name, mime: '', bytes });
}
