import type { RootContent } from 'mdast';

const CLOSING_FORMULA = /(?:\$\$|\\\])\s*$/;
const SHORTEST_FORMULA = '$$$$'.length;

/** Tells if no later line belongs to a block that holds text and is the last one of a text. */
export function hasEnded(leaf: RootContent, text: string): boolean {
  const own = text.slice(leaf.position?.start.offset, leaf.position?.end.offset);

  switch (leaf.type) {
    case 'math':
      return own.length >= SHORTEST_FORMULA && CLOSING_FORMULA.test(own);
    case 'heading':
    case 'thematicBreak':
    case 'definition':
      return true;
    default:
      return false;
  }
}
