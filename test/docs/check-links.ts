import { posix } from 'node:path';
import type { Check, Tree } from '../house/tree.ts';
import { documentsIn } from './documents.ts';
import type { Document } from './read-document.ts';

const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:/i;
/** `readTree` leaves out files that are no text, so `isKnownFile` looks for them. */
const IS_IMAGE = /\.(png|jpe?g|gif|webp)$/;

/** Every relative link leads to a file or folder of the repository, and its anchor to a heading there. */
export function checkLinks(isKnownFile: (path: string) => boolean): Check {
  return (tree) => {
    const documents = documentsIn(tree);
    return [...documents].flatMap(([path, { links }]) =>
      links
        .filter((link) => !HAS_SCHEME.test(link))
        .flatMap((link) => complaintAbout(link, { path, tree, documents, isKnownFile }) ?? []),
    );
  };
}

interface Surroundings {
  readonly path: string;
  readonly tree: Tree;
  readonly documents: ReadonlyMap<string, Document>;
  isKnownFile(path: string): boolean;
}

function complaintAbout(link: string, surroundings: Surroundings): string | undefined {
  const { path, tree, documents, isKnownFile } = surroundings;
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? path : posix.join(posix.dirname(path), decodeURIComponent(file));

  const isThere = IS_IMAGE.test(target) ? isKnownFile(target) : isInTree(tree, target);
  if (!isThere) return `${path} links to ${link}: there is no ${target}.`;

  const anchors = documents.get(target)?.anchors;
  if (anchor === undefined || !anchors || anchors.has(anchor)) return undefined;
  return `${path} links to ${link}: ${target} has no such heading. It has ${[...anchors].join(', ')}.`;
}

function isInTree(tree: Tree, path: string): boolean {
  const folder = path.endsWith('/') ? path : `${path}/`;
  return tree.has(path) || [...tree.keys()].some((file) => file.startsWith(folder));
}
