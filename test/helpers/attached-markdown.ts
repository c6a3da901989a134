import type { AttachedFile } from '../../src/contracts/dialect.ts';

/** The text of a file. `undefined`: it is a picture, or there is none. */
export function attachedMarkdown(file: AttachedFile | undefined): string | undefined {
  return file && 'markdown' in file ? file.markdown : undefined;
}
