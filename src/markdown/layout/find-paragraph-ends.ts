import type { Nodes, Paragraph } from 'mdast';

/** Characters that may pair with a later one, and then mean something else. */
const OPENERS = /[*_~`[\]$\\|<]/;
const OPENERS_IN_LINK = /[`$<]/;
/** A space before a letter: a line that begins with a letter begins no other block. */
const WORD_BREAK = /(?<=\S) (?=\p{L})/gu;
/** The marks of quotes before a line of text. */
const ONLY_MARKS = /(?:^|\n)[ \t>]*$/;
/** Enough UTF-16 units to see that only marks are before a word. */
const LONGEST_MARKS = 80;

/** The offsets in a long paragraph at which it can be finished. */
interface ParagraphEnds {
  /**
   * The last word before which every opening character is paired: no later text changes anything
   * before it.
   */
  readonly clean: number | undefined;
  /** The last word, or else the last place between two nodes, that no formatting surrounds. */
  readonly outer: number | undefined;
}

/** Finds where a long paragraph can be divided; later places are better. */
export function findParagraphEnds({ children }: Paragraph, text: string): ParagraphEnds {
  let clean: number | undefined;
  let outer: number | undefined;
  let isClean = true;

  for (const node of children) {
    const opener = isClean ? findOpener(node, text) : undefined;
    if (node.type === 'text') {
      if (isClean) clean = findLastWordBreak(node, text, opener) ?? clean;
      outer = findLastWordBreak(node, text) ?? outer;
    }
    if (opener !== undefined) isClean = false;
  }

  const last = children.at(-1);
  if (outer === undefined && last !== undefined && children.length > 1) outer = startOf(last);
  return { clean, outer };
}

/** The offset of the last word that begins in a node, before `end`. */
function findLastWordBreak(node: Nodes, text: string, end = endOf(node)): number | undefined {
  const start = startOf(node);
  return [...text.slice(start, end).matchAll(WORD_BREAK)]
    .map(({ index }) => start + index + 1)
    .findLast(
      (offset) => !ONLY_MARKS.test(text.slice(Math.max(0, offset - LONGEST_MARKS), offset)),
    );
}

/** The offset of the first character in a node that may still pair with a later one. */
function findOpener(node: Nodes, text: string): number | undefined {
  const start = startOf(node);
  const own = text.slice(start, endOf(node));

  if (node.type === 'text') {
    const index = own.search(OPENERS);
    return index < 0 ? undefined : start + index;
  }
  if (node.type === 'link' && OPENERS_IN_LINK.test(own)) return start;
  if (!('children' in node)) return undefined;
  return node.children
    .map((child) => findOpener(child, text))
    .find((offset) => offset !== undefined);
}

const startOf = ({ position }: Nodes) => position?.start.offset ?? 0;
const endOf = ({ position }: Nodes) => position?.end.offset ?? 0;
