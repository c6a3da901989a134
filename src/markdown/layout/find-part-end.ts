import type { RootContent } from 'mdast';
import { findOpenLink } from './find-open-link.ts';
import { findParagraphEnds } from './find-paragraph-ends.ts';
import type { Patience } from './find-part-limits.ts';
import { hasEnded } from './has-ended.ts';
import { NO_REOPENING, type Reopening, reopenContainers, reopenLeaf } from './reopening.ts';

/** The end of a part that is finished although blocks are open there. */
interface PartEnd {
  readonly offset: number;
  /** The end is inside of a line. */
  readonly isInLine: boolean;
  readonly reopening: Reopening;
}

/** A part that ends inside of a block is at least this share of the text from which it is cut. */
const GOOD_PART_SHARE = 0.5;
/** The same for a part that ends before a block. */
const SHORTEST_PART_SHARE = 0.1;
/** The second half of a character, or a mark that belongs to the character before it. */
const JOINED_CHARACTER = /^(?:[\udc00-\udfff]|\p{M}|\u200d|\ufe0f)/u;
/** The most UTF-16 units that are skipped to cut between characters. */
const LONGEST_CHARACTER = 30;

/**
 * Finds where to finish a text that has become too long, by the nodes that it has so far: before
 * its last block, or inside of that block if it is long. Everything in the text counts, and nothing
 * behind it. `undefined`: a better end may still come.
 *
 * @param from The offset in the text before which everything was finished already.
 */
export function findPartEnd(
  nodes: readonly RootContent[],
  text: string,
  from: number,
  patience: Patience,
): PartEnd | undefined {
  const path = listLastBlocks(nodes);
  const leaf = path.at(-1);
  const offsetAt = (share: number) => from + Math.ceil((text.length - from) * share);
  const middle = offsetAt(GOOD_PART_SHARE);

  // Nothing but white space, for a long stretch: all blocks end there.
  if (!leaf || endOf(leaf) < middle)
    return { offset: text.length, isInLine: false, reopening: NO_REOPENING };

  const unfinished = { path, leaf, text, middle, earliest: offsetAt(SHORTEST_PART_SHARE) };
  const cleanEnd = findCleanEnd(unfinished);
  if (cleanEnd || patience === 'for-clean-end') return cleanEnd;
  return findAnyEnd(unfinished, patience);
}

/** The text of a part whose end is looked for. */
interface UnfinishedText {
  /** Its last block, behind the containers that hold it. */
  readonly path: readonly RootContent[];
  readonly leaf: RootContent;
  readonly text: string;
  /** An end inside of a block should not lie before this offset. */
  readonly middle: number;
  /** An end before a block should not lie before this offset. */
  readonly earliest: number;
}

/** The last end that divides nothing. */
function findCleanEnd(unfinished: UnfinishedText): PartEnd | undefined {
  const { path, leaf, text, middle, earliest } = unfinished;
  const lineStart = text.lastIndexOf('\n', startOf(leaf) - 1) + 1;
  const endBefore = (): PartEnd => {
    const reopening = reopenContainers(containersBefore(path, lineStart), text);
    return { offset: lineStart, isInLine: false, reopening };
  };
  if (lineStart >= middle) return endBefore();

  const inner = leaf.type === 'paragraph' ? findParagraphEnds(leaf, text).clean : findLineEnd(text);
  if (inner !== undefined && inner >= middle) {
    const isBehind = inner >= endOf(leaf) && hasEnded(leaf, text);
    return isBehind ? endBehind(unfinished, inner) : endInside(unfinished, inner);
  }
  return lineStart >= earliest ? endBefore() : undefined;
}

/** The last end of any kind. `undefined`: the text ends in an address, which may go on a little. */
function findAnyEnd(unfinished: UnfinishedText, patience: Patience): PartEnd | undefined {
  const { leaf, text, middle, earliest } = unfinished;
  // No definition is both long and whole, because its end would be a clean one.
  if (leaf.type === 'definition')
    return patience === 'for-link' ? undefined : endInside(unfinished, text.length);

  const link = leaf.type === 'paragraph' ? findOpenLink(text) : undefined;
  if (link && link.offset > earliest) return endInside(unfinished, link.offset);
  if (link?.holdsData) return endInside(unfinished, text.length, link.opening);
  if (link && patience === 'for-link') return undefined;

  const outer = leaf.type === 'paragraph' ? findParagraphEnds(leaf, text).outer : undefined;
  const end = [outer, findLineEnd(text)].find((offset) => offset !== undefined && offset >= middle);
  return endInside(unfinished, end ?? findCharacterStart(text));
}

/** An end behind the last block, which has ended. The containers around it go on. */
function endBehind({ path, text }: UnfinishedText, offset: number): PartEnd {
  const reopening = reopenContainers(path.slice(0, -1), text);
  return { offset, isInLine: false, reopening };
}

/** An end inside of the last block. `pending`: text to parse once more behind it. */
function endInside({ path, leaf, text }: UnfinishedText, offset: number, pending = ''): PartEnd {
  const place = { offset, isInLine: text[offset - 1] !== '\n' };
  const reopening = reopenLeaf(path.slice(0, -1), leaf, text, place);
  return { ...place, reopening: { ...reopening, text: reopening.text + pending } };
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

/** A blank line, or one that may close a code block. */
const BLANK_OR_FENCE = /^[ \t>]*(?:`{3,}|~{3,})?[ \t]*$/;

/**
 * The offset behind the last line feed, if it is not escaped, else 0. Blank lines before it belong
 * to the next part: the parser drops those at the end of a container. So do fences: some close the
 * block, and some are a part of the document in it.
 */
function findLineEnd(text: string): number {
  let offset = text.lastIndexOf('\n') + 1;

  while (offset > 0) {
    const lineStart = text.lastIndexOf('\n', offset - 2) + 1;
    const line = text.slice(lineStart, offset - 1);
    if (!BLANK_OR_FENCE.test(line)) return line.endsWith('\\') ? 0 : offset;
    offset = offset > 1 ? lineStart : 0;
  }
  return 0;
}

/** The start of the last character, so that it may still get marks. */
function findCharacterStart(text: string): number {
  let offset = text.length - 1;
  const earliest = offset - LONGEST_CHARACTER;

  while (offset > earliest && isJoined(text, offset)) offset -= 1;
  return offset > earliest ? offset : earliest + LONGEST_CHARACTER;
}

function isJoined(text: string, offset: number): boolean {
  return (
    JOINED_CHARACTER.test(text.slice(offset, offset + 2)) ||
    /[\\\u200d]/.test(text.charAt(offset - 1))
  );
}

const startOf = ({ position }: RootContent) => position?.start.offset ?? 0;
const endOf = ({ position }: RootContent) => position?.end.offset ?? 0;
