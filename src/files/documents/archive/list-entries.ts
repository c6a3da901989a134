import { formatByteCount, formatCount } from '../text/format-count.ts';

/** A file in an archive, for a listing. */
export interface ListedFile {
  readonly path: string;
  readonly bytes: number;
  readonly isLocked?: boolean;
}

/** The lines of a listing, and the number of files in it. */
export interface Listing {
  readonly text: string;
  readonly shown: number;
  readonly total: number;
}

const MAX_SHOWN = 500;
const MAX_PATH_CHARACTERS = 300;

/** Lists files with their sizes. Their names cannot break out of their lines. */
export function listEntries(
  files: readonly ListedFile[],
  { limit, total }: { readonly limit: number; readonly total: number },
): Listing {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const lines = [
    `${formatCount(total)} ${total === 1 ? 'file' : 'files'}, ${formatByteCount(bytes)}:`,
    '',
  ];
  let length = lines.join('\n').length;
  let shown = 0;

  for (const file of files.slice(0, MAX_SHOWN)) {
    const line = `- ${safePath(file.path)} (${formatByteCount(file.bytes)}${file.isLocked ? ', locked' : ''})`;
    length += line.length + 1;
    if (length > limit) break;
    lines.push(line);
    shown += 1;
  }
  return { text: lines.join('\n'), shown, total };
}

/** A path in one line, without characters that change what is read. */
export function safePath(path: string): string {
  return path
    .slice(0, MAX_PATH_CHARACTERS)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}`]/gu, '�')
    .trim();
}
