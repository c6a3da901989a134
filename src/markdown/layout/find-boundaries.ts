import type { RootContent } from 'mdast';
import { collectLabels } from '../syntax/collect-labels.ts';
import { gapBefore } from './lay-out-block.ts';
import { type Ordinal, readOrdinals } from './read-ordinals.ts';

/**
 * A place in a growing text; no later text can change or join the part before it. It is between
 * top-level blocks, items of a top-level list, or blocks of a top-level quote.
 */
export interface Boundary {
  readonly offset: number;
  /** The number of the item before, between two items of a numbered list. */
  readonly previousOrdinal?: Ordinal | undefined;
  readonly isInQuote?: boolean;
}

/**
 * The next boundaries in the blocks of a text, behind its first `from` units; none while the last
 * block is open.
 */
export function findBoundaries(
  nodes: readonly RootContent[],
  text: string,
  from: number,
): readonly Boundary[] {
  const boundaries = findBlockBoundaries(nodes, text, from);

  // New labels change how the text behind them is parsed: its boundaries are then found anew.
  const { definitions, footnotes } = collectLabels(nodes);
  return definitions.size + footnotes.length > 0 ? boundaries.slice(0, 1) : boundaries;
}

function findBlockBoundaries(
  nodes: readonly RootContent[],
  text: string,
  from: number,
): readonly Boundary[] {
  return nodes.flatMap((node, index) => {
    const isSeparate = isSeparateFrom(nodes[index - 1], node, text, from);
    return [
      ...(isSeparate ? boundaryBefore(node, text, from) : []),
      ...findInnerBoundaries(node, text, from),
    ];
  });
}

/** The boundaries between the blocks of a quote or the items of a list. */
function findInnerBoundaries(node: RootContent, text: string, from: number): Boundary[] {
  if (node.type === 'blockquote')
    return node.children
      .slice(1)
      .flatMap((child) => boundaryBefore(child, text, from, { isInQuote: true }));

  if (node.type === 'list') {
    const ordinals = readOrdinals(node, text, 0);
    return node.children.flatMap((item, index) => {
      const previousOrdinal = ordinals?.[index - 1];
      return index > 0 ? boundaryBefore(item, text, from, { previousOrdinal }) : [];
    });
  }
  return [];
}

/** The boundary at the start of a block's first line, if the line is complete. */
function boundaryBefore(
  node: RootContent,
  text: string,
  from: number,
  kind: Omit<Boundary, 'offset'> = {},
): Boundary[] {
  const offset = text.lastIndexOf('\n', startOf(node) - 1) + 1;
  const isLineComplete = text.includes('\n', startOf(node));
  return isLineComplete && offset > from ? [{ ...kind, offset }] : [];
}

/**
 * True if no later text can join two blocks. An underline may still make a heading of a line, and
 * the parser counts the definitions directly above the line as part of that heading.
 */
function isSeparateFrom(
  previous: RootContent | undefined,
  node: RootContent,
  text: string,
  from: number,
): boolean {
  if (previous === undefined || isOnSameLine(previous, node, text)) return false;
  return previous.type !== 'definition' || gapBefore(text, from + startOf(node)) === 2;
}

/** Text behind the closing mark of a formula is a paragraph on the last line of the formula. */
function isOnSameLine(previous: RootContent, node: RootContent, text: string): boolean {
  return previous.type === 'math' && !text.slice(endOf(previous), startOf(node)).includes('\n');
}

const endOf = ({ position }: RootContent) => position?.end.offset ?? 0;
const startOf = ({ position }: RootContent) => position?.start.offset ?? 0;
