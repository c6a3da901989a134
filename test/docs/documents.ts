import type { Tree } from '../house/tree.ts';
import { type Document, readDocument } from './read-document.ts';

/** The path of a Markdown file that people read: at the top level, under `docs/` or under `.github/`. */
const IS_DOCUMENT = /^(?:docs\/.+|\.github\/.+|[^/]+)\.md$/;

/** Every document by its path. */
export function documentsIn(tree: Tree): ReadonlyMap<string, Document> {
  const found = [...tree].filter(([path]) => IS_DOCUMENT.test(path));
  return new Map(found.map(([path, text]) => [path, readDocument(text)]));
}
