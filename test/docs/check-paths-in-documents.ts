import type { Check } from '../house/tree.ts';
import { documentsIn } from './documents.ts';

/** A path from the top level, as a whole code span. */
const PATH = /^(?:src|test|bench|docs|playground|\.github|\.ci)\/[\w./-]*$/;
/** A path with a placeholder such as `NAME` names no file. */
const PLACEHOLDER = /[A-Z]{3,}/;

/** Every path in the documents exists. */
export const checkPathsInDocuments: Check = (tree) => {
  const files = [...tree.keys()];
  const isThere = (path: string) =>
    files.some((file) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`));
  return [...documentsIn(tree)].flatMap(([path, { spans }]) =>
    spans
      .filter((span) => PATH.test(span) && !PLACEHOLDER.test(span) && !isThere(span))
      .map((span) => `${path} names ${span}, which is not there.`),
  );
};
