import type { Nodes } from 'mdast';
import { parseMarkdown } from '../syntax/parse-markdown.ts';

/** A paragraph longer than this number of UTF-16 units is finished in parts. */
export const LONGEST_OPEN_TEXT = 1_500;

/** Characters that may pair with a later one, and then mean something else. */
const OPENERS = /[*_~`[\]$\\|<]/;
const OPENERS_IN_LINK = /[`$<]/;
/** A space before a letter: a line that begins with a letter begins no other block. */
const WORD_BREAK = /(?<=\S) (?=\p{L})/gu;

/**
 * Finds the offset in a long paragraph up to which no later text changes anything: a word begins
 * there, and every opening character before it is paired. `undefined`: there is no such offset.
 *
 * The result depends only on the first `LONGEST_OPEN_TEXT` units of the paragraph. An underline
 * below the paragraph therefore makes a heading only of its last part, but headings are never that
 * long.
 */
export function findFinishedEnd(source: string): number | undefined {
  const head = source.slice(0, LONGEST_OPEN_TEXT);
  const [paragraph, ...others] = parseMarkdown(head, { links: [], footnotes: [] });
  if (paragraph?.type !== 'paragraph' || others.length > 0) return undefined;

  let end = 0;
  for (const node of paragraph.children) {
    const opener = findOpener(node, head);
    if (node.type === 'text') end = findLastWordBreak(node, head, opener) ?? end;
    if (opener !== undefined) break;
  }
  return end > LONGEST_OPEN_TEXT / 2 ? end : undefined;
}

/** The offset of the last word that begins in a node, before `end`. */
function findLastWordBreak(node: Nodes, source: string, end = endOf(node)): number | undefined {
  const start = startOf(node);
  const last = [...source.slice(start, end).matchAll(WORD_BREAK)].at(-1);
  return last && start + last.index + 1;
}

/** The offset of the first character in a node that may still pair with a later one. */
function findOpener(node: Nodes, source: string): number | undefined {
  const start = startOf(node);
  const text = source.slice(start, endOf(node));

  if (node.type === 'text') {
    const index = text.search(OPENERS);
    return index < 0 ? undefined : start + index;
  }
  if (node.type === 'link' && OPENERS_IN_LINK.test(text)) return start;
  if (!('children' in node)) return undefined;
  return node.children
    .map((child) => findOpener(child, source))
    .find((offset) => offset !== undefined);
}

const startOf = ({ position }: Nodes) => position?.start.offset ?? 0;
const endOf = ({ position }: Nodes) => position?.end.offset ?? 0;
