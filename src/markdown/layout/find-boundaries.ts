import type { RootContent } from 'mdast';
import { collectLabels } from '../syntax/collect-labels.ts';
import { findFinishedEnd, LONGEST_OPEN_TEXT } from './find-finished-end.ts';
import { gapBefore } from './lay-out-block.ts';
import { type Ordinal, readOrdinals } from './read-ordinals.ts';

/**
 * A source offset in a growing text; no later text can change or join the part before it. It is
 * between top-level blocks, items of a top-level list, or blocks of a top-level quote, or inside of
 * a long paragraph.
 */
export interface Boundary {
  readonly offset: number;
  /** The number of the item before, between two items of a numbered list. */
  readonly previousOrdinal?: Ordinal | undefined;
  readonly isInQuote?: boolean;
  /** The boundary is inside of a line of a paragraph, behind a space. */
  readonly isInLine?: boolean;
}

/** A paragraph may be indented by this number of spaces. */
const MAX_INDENTATION = 3;

/**
 * The next boundaries in blocks that begin at the source offset `base`; none while the last block
 * is open.
 */
export function findBoundaries(
  nodes: readonly RootContent[],
  source: string,
  base: number,
): readonly Boundary[] {
  const boundaries = findBlockBoundaries(nodes, source, base);

  // The boundaries before a long text come first. Then the long text is the first block, and is
  // finished in parts.
  const longText = nodes.find(isLongText);
  const beforeLongText = longText
    ? boundaries.filter(({ offset }) => offset <= base + startOf(longText))
    : boundaries;

  if (longText && beforeLongText.length === 0) {
    const isAtBase = startOf(longText) <= MAX_INDENTATION;
    const end = isAtBase ? findFinishedEnd(source.slice(base)) : undefined;
    if (end !== undefined) return [{ offset: base + end, isInLine: true }];
  }

  const next = beforeLongText.length > 0 ? beforeLongText : boundaries;
  // New labels change how the text behind them is parsed: its boundaries are then found anew.
  const { definitions, footnotes } = collectLabels(nodes);
  return definitions.size + footnotes.length > 0 ? next.slice(0, 1) : next;
}

function isLongText({ type, position }: RootContent): boolean {
  const length = (position?.end.offset ?? 0) - (position?.start.offset ?? 0);
  const isText = type === 'paragraph' || type === 'heading' || type === 'table';
  return isText && length > LONGEST_OPEN_TEXT;
}

function findBlockBoundaries(
  nodes: readonly RootContent[],
  source: string,
  base: number,
): readonly Boundary[] {
  return nodes.flatMap((node, index) => {
    const isSeparate = isSeparateFrom(nodes[index - 1], node, source, base);
    return [
      ...(isSeparate ? boundaryBefore(node, source, base) : []),
      ...findInnerBoundaries(node, source, base),
    ];
  });
}

/** The boundaries between the blocks of a quote or the items of a list. */
function findInnerBoundaries(node: RootContent, source: string, base: number): Boundary[] {
  if (node.type === 'blockquote')
    return node.children
      .slice(1)
      .flatMap((child) => boundaryBefore(child, source, base, { isInQuote: true }));

  if (node.type === 'list') {
    const ordinals = readOrdinals(node, source, base);
    return node.children.flatMap((item, index) => {
      const previousOrdinal = ordinals?.[index - 1];
      return index > 0 ? boundaryBefore(item, source, base, { previousOrdinal }) : [];
    });
  }
  return [];
}

/** The boundary at the start of a block's first line, if the line is complete. */
function boundaryBefore(
  node: RootContent,
  source: string,
  base: number,
  kind: Omit<Boundary, 'offset'> = {},
): Boundary[] {
  const nodeOffset = base + startOf(node);
  const offset = source.lastIndexOf('\n', nodeOffset - 1) + 1;
  const isLineComplete = source.includes('\n', nodeOffset);
  return isLineComplete && offset > base ? [{ ...kind, offset }] : [];
}

/**
 * True if no later text can join two blocks. An underline may still make a heading of a line, and
 * the parser counts the definitions directly above the line as part of that heading.
 */
function isSeparateFrom(
  previous: RootContent | undefined,
  node: RootContent,
  source: string,
  base: number,
): boolean {
  if (previous === undefined) return false;
  return previous.type !== 'definition' || gapBefore(source, base + startOf(node)) === 2;
}

const startOf = ({ position }: RootContent) => position?.start.offset ?? 0;
