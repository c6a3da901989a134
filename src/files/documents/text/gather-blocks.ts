import { type DocumentText, documentText } from '../document-text.ts';
import { sayFirst, takeBeginning } from './cut-text.ts';

/** A shorter block is left out as a whole, rather than cut. */
const MIN_TORN_CHARACTERS = 400;
const FENCE_LINE = /^ {0,3}(`{3,})/gm;

/**
 * Joins the blocks of a Markdown document up to `limit` characters. The blocks that
 * do not fit are only counted.
 */
export function gatherBlocks(
  blocks: Iterable<string>,
  limit: number,
  notes: readonly (string | undefined)[] = [],
): DocumentText {
  const parts: string[] = [];
  let total = 0;
  let length = 0;
  let isFull = false;

  for (const block of blocks) {
    if (block.trim() === '') continue;
    const gap = total === 0 ? 0 : 2;
    const room = limit - total - gap;
    total += gap + block.length;
    if (isFull) continue;

    isFull = block.length > room;
    const isTorn = isFull && parts.length > 0 && block.length < MIN_TORN_CHARACTERS;
    const part = isTorn ? '' : takeBeginning(block, Math.max(0, room));
    if (part === '') continue;
    parts.push(closeFence(part));
    length += gap + part.length;
  }

  const text = parts.join('\n\n');
  return documentText(text, [isFull ? sayFirst(length, total, 'characters') : undefined, ...notes]);
}

/** Closes a fence that was open where the text was cut. */
function closeFence(text: string): string {
  let open: string | undefined;
  for (const [, fence = ''] of text.matchAll(FENCE_LINE)) {
    if (open === undefined) open = fence;
    else if (fence.length >= open.length) open = undefined;
  }
  return open === undefined ? text : `${text}\n${open}`;
}
