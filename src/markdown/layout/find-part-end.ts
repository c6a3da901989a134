import type { RootContent } from 'mdast';
import { findParagraphEnds } from './find-clean-end.ts';
import { NO_REOPENING, type Reopening, reopenContainers, reopenLeaf } from './reopen-blocks.ts';

/** The end of a part that is finished although blocks are open there. */
interface PartEnd {
  readonly offset: number;
  /** The end is inside of a line. */
  readonly isInLine: boolean;
  readonly reopening: Reopening;
}

/** A part is at least this share of the text from which it is cut. */
const SHORTEST_PART_SHARE = 0.5;
/** The second half of a character, or a mark that belongs to the character before it. */
const JOINED_CHARACTER = /^(?:[\udc00-\udfff]|\p{M}|\u200d|\ufe0f)/u;
/** The most UTF-16 units that are skipped to cut between characters. */
const LONGEST_CHARACTER = 30;

/**
 * Finds where to finish a text that has become too long, by the nodes that it has so far: before
 * its last block, or inside of that block if it is long. Everything in the text counts, and nothing
 * behind it.
 *
 * @param from The offset in the text before which everything was finished already.
 */
export function findPartEnd(nodes: readonly RootContent[], text: string, from: number): PartEnd {
  const path = listLastBlocks(nodes);
  const leaf = path.at(-1);
  const earliest = from + Math.ceil((text.length - from) * SHORTEST_PART_SHARE);
  // Nothing but white space, for a long stretch: all blocks end there.
  if (!leaf || endOf(leaf) < earliest)
    return { offset: text.length, isInLine: false, reopening: NO_REOPENING };

  const lineStart = text.lastIndexOf('\n', startOf(leaf) - 1) + 1;
  if (lineStart >= earliest) {
    const reopening = reopenContainers(containersBefore(path, lineStart), text);
    return { offset: lineStart, isInLine: false, reopening };
  }

  const offset = findEndInLeaf(leaf, text, earliest);
  const isInLine = text[offset - 1] !== '\n';
  return {
    offset,
    isInLine,
    reopening: reopenLeaf(path.slice(0, -1), leaf, text, { offset, isInLine }),
  };
}

/** The last block, behind the containers that hold it, the outermost first. */
function listLastBlocks(nodes: readonly RootContent[]): readonly RootContent[] {
  const path: RootContent[] = [];
  for (let last = nodes.at(-1); last; last = lastBlockIn(last)) path.push(last);
  return path;
}

function lastBlockIn(node: RootContent): RootContent | undefined {
  switch (node.type) {
    case 'blockquote':
    case 'list':
    case 'listItem':
    case 'footnoteDefinition':
      return node.children.at(-1);
    default:
      return undefined;
  }
}

/** The containers that began before an offset. An item that follows another one needs that one. */
function containersBefore(path: readonly RootContent[], offset: number): readonly RootContent[] {
  const open = path.filter((node) => startOf(node) < offset);
  const last = open.at(-1);
  if (last?.type !== 'list') return open;

  const itemBefore = last.children.findLast((item) => startOf(item) < offset);
  return itemBefore ? [...open, itemBefore] : open;
}

function findEndInLeaf(leaf: RootContent, text: string, earliest: number): number {
  if (leaf.type === 'paragraph') {
    const { clean, outer } = findParagraphEnds(leaf, text);
    if (clean !== undefined && clean >= earliest) return clean;
    if (outer !== undefined && outer >= earliest) return outer;
  }

  const lineStart = text.lastIndexOf('\n', text.length - 1) + 1;
  const isEscaped = text[lineStart - 2] === '\\';
  if (lineStart >= earliest && !isEscaped) return lineStart;

  return findCharacterStart(text);
}

/** The start of the last character, so that it may still get marks. */
function findCharacterStart(text: string): number {
  let offset = text.length - 1;
  const earliest = offset - LONGEST_CHARACTER;

  while (offset > earliest && isJoined(text, offset)) offset -= 1;
  return offset > earliest ? offset : earliest + LONGEST_CHARACTER;
}

function isJoined(text: string, offset: number): boolean {
  return JOINED_CHARACTER.test(text.slice(offset, offset + 2)) || /[\\\u200d]/.test(text.charAt(offset - 1));
}

const startOf = ({ position }: RootContent) => position?.start.offset ?? 0;
const endOf = ({ position }: RootContent) => position?.end.offset ?? 0;
