import type { Nodes } from 'mdast';
import { parseMarkdown } from './parse-markdown.ts';

/** What is longer is finished in parts. */
export const LONGEST_OPEN_TEXT = 1_500;

/** What may pair with a later sign, and then means something else. */
const OPENS = /[*_~`[\]$\\|<]/;
const OPENS_IN_LINK = /[`$<]/;
/** No line that begins with a letter begins another block. */
const BREAK = /(?<=\S) (?=\p{L})/gu;

/**
 * Where in a long paragraph a part ends that nothing later changes: a word begins there, and every sign before it has found its
 * partner. It depends on the first `LONGEST_OPEN_TEXT` of the paragraph alone. So a line under it that would make it a heading
 * makes one of its last part only: nobody underlines so much.
 */
export function findFinishedEnd(source: string): number | undefined {
  const head = source.slice(0, LONGEST_OPEN_TEXT);
  const [paragraph, ...more] = parseMarkdown(head, { links: [], footnotes: [] });
  if (paragraph?.type !== 'paragraph' || more.length > 0) return undefined;
  let end = 0;
  for (const node of paragraph.children) {
    const sign = firstOpen(node, head);
    if (node.type === 'text') end = lastBreak(node, head, sign) ?? end;
    if (sign !== undefined) break;
  }
  return end > LONGEST_OPEN_TEXT / 2 ? end : undefined;
}

function lastBreak(node: Nodes, source: string, end = endOf(node)): number | undefined {
  const start = startOf(node);
  // The next letter belongs to it.
  const last = [...source.slice(start, end).matchAll(BREAK)].at(-1);
  return last && start + last.index + 1;
}

function firstOpen(node: Nodes, source: string): number | undefined {
  const start = startOf(node);
  const raw = source.slice(start, endOf(node));
  if (node.type === 'text') return found(raw, OPENS, start);
  if (node.type === 'link' && OPENS_IN_LINK.test(raw)) return start;
  if (!('children' in node)) return undefined;
  return node.children.map((child) => firstOpen(child, source)).find((at) => at !== undefined);
}

function found(text: string, sign: RegExp, start: number): number | undefined {
  const at = text.search(sign);
  return at < 0 ? undefined : start + at;
}

const startOf = ({ position }: Nodes) => position?.start.offset ?? 0;
const endOf = ({ position }: Nodes) => position?.end.offset ?? 0;
