import type { AttachedFile, AttachedPicture } from '../../contracts/dialect.ts';

/** Tells whether a file is shown as a picture. */
export function isAttachedPicture(file: AttachedFile | undefined): file is AttachedPicture {
  return file !== undefined && 'picture' in file;
}

/** Tells whether two pages have the same file. Nobody draws a picture twice, so its bytes are not compared. */
export function isSameFile(a: AttachedFile | undefined, b: AttachedFile | undefined): boolean {
  return a === b || contentOf(a) === contentOf(b);
}

/** The kind of a file, as networks want to know it. */
export function attachedMime(file: AttachedFile): string {
  if (!isAttachedPicture(file)) return 'text/markdown';
  return file.name.endsWith('.png') ? 'image/png' : 'image/jpeg';
}

function contentOf(file: AttachedFile | undefined): unknown {
  return isAttachedPicture(file) ? file.picture : file?.markdown;
}
