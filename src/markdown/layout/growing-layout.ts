import type { RootContent } from 'mdast';
import { collectLabels } from '../syntax/collect-labels.ts';
import { parseMarkdown } from '../syntax/parse-markdown.ts';
import { readOpenFence } from '../syntax/read-open-fence.ts';
import { type Boundary, findBoundaries } from './find-boundaries.ts';
import { gapBefore, layOutBlock, layOutQuotedBlocks } from './lay-out-block.ts';
import type { Container, LayoutOptions, Line } from './layout.ts';
import type { LayoutContext, LinkDefinition } from './layout-context.ts';

/** The lines of a text that grows. */
export interface GrowingLayout {
  /**
   * Takes the whole text so far and returns all of its lines. Finished blocks are not parsed again;
   * the lines are the same as if the text were parsed as a whole.
   */
  update(source: string): readonly Line[];
  /** The source offset from which on the lines may still change. */
  readonly unfinishedFrom: number;
}

/** The block that goes on behind a boundary inside of it. Empty: the boundary is between blocks. */
interface ContinuedBlock {
  readonly quote?: Container | undefined;
  /** The line of a paragraph up to the boundary. */
  readonly line?: Line | undefined;
}

/**
 * Lays out a text that begins at the source offset `from`.
 *
 * The text is finished boundary by boundary. A boundary is safe when the first line behind it is
 * complete, because only then it is certain what begins there. A reference counts only if its label
 * is defined in the same part of the text or before, so that a later definition never changes
 * finished lines.
 */
export function createGrowingLayout(options: LayoutOptions, from = 0): GrowingLayout {
  const finishedLines: Line[] = [];
  const definitions = new Map<string, LinkDefinition>();
  const footnotes = new Set<string>();
  let start: Boundary = { offset: from };
  let continued: ContinuedBlock = {};

  function parseUnfinished(source: string): readonly RootContent[] {
    const unfinished = source.slice(start.offset);
    const defined = { links: [...definitions.keys()], footnotes: [...footnotes] };
    const nodes = readOpenFence(unfinished) ?? parseMarkdown(unfinished, defined);

    const [first, ...rest] = nodes;
    const { previousOrdinal } = start;
    const isContinuedList = previousOrdinal !== undefined && first?.type === 'list';
    return isContinuedList ? [{ ...first, data: { previousOrdinal } }, ...rest] : nodes;
  }

  function layOut(nodes: readonly RootContent[], source: string): Line[] {
    const context: LayoutContext = {
      ...options,
      source,
      base: start.offset,
      definitions: new Map([...collectLabels(nodes).definitions, ...definitions]),
    };
    // A heading that is made by an underline begins, for the parser, at the definitions above it.
    // Its lines still have to be behind those of the definitions.
    let previousEnd = start.offset;

    const lines = nodes.flatMap((node, index) => {
      const isFirst = index === 0;
      const [first, ...rest] = isFirst ? layOutFirst(node, context) : layOutBlock(node, context);
      if (!first) return [];

      const lineFrom = Math.max(first.from, previousEnd);
      previousEnd = rest.at(-1)?.from ?? first.runs.at(-1)?.to ?? lineFrom;
      return [{ ...first, from: lineFrom, gap: gapBefore(source, first.from) }, ...rest];
    });
    return continued.line ? joinToLine(continued.line, lines, start.offset) : lines;
  }

  function layOutFirst(node: RootContent, context: LayoutContext): Line[] {
    return continued.quote && node.type === 'blockquote'
      ? layOutQuotedBlocks(continued.quote, node.children, context)
      : layOutBlock(node, context);
  }

  function finishUntil(boundary: Boundary, source: string): void {
    const nodes = parseUnfinished(source);
    const lines = layOut(nodes, source);

    const labels = collectLabels(nodes);
    for (const label of labels.footnotes) footnotes.add(label);
    for (const [identifier, definition] of labels.definitions)
      if (!definitions.has(identifier)) definitions.set(identifier, definition);

    continued = {
      quote: boundary.isInQuote ? lines.at(-1)?.containers[0] : undefined,
      line: boundary.isInLine ? lines.pop() : undefined,
    };
    finishedLines.push(...lines);
    start = boundary;
  }

  return {
    get unfinishedFrom() {
      return start.offset;
    },
    update(source) {
      for (;;) {
        const nodes = parseUnfinished(source);
        const boundaries = findBoundaries(nodes, source, start.offset);
        if (boundaries.length === 0) return [...finishedLines, ...layOut(nodes, source)];

        // Part by part, as if the parts had come one after another: the parser reads the end of an
        // open container in another way than the end of a text.
        for (const boundary of boundaries) finishUntil(boundary, source.slice(0, boundary.offset));
      }
    },
  };
}

/** Joins the rest of a paragraph to the line that ends with the space before the source offset. */
function joinToLine(line: Line, rest: readonly Line[], sourceOffset: number): Line[] {
  const [first, ...others] = rest;
  if (!first) return [line];

  const isHeading = first.leaf.kind !== 'text';
  if (isHeading) return [line, { ...first, gap: 1 }, ...others];

  const space = { text: ' ', look: {}, from: sourceOffset - 1, to: sourceOffset };
  const joined = { ...line, runs: [...line.runs, space, ...first.runs] };
  return [
    joined,
    ...others.map((other) => (other.leaf === first.leaf ? { ...other, leaf: line.leaf } : other)),
  ];
}
