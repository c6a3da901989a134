import type { RootContent } from 'mdast';
import { collectLabels, type Labels } from '../syntax/collect-labels.ts';
import { parseMarkdown } from '../syntax/parse-markdown.ts';
import { readOpenFence } from '../syntax/read-open-fence.ts';
import { continueLines, moveLines, type OpenBlocks, type Origin } from './continue-lines.ts';
import { cutLastAddress } from './cut-last-address.ts';
import { dropEmptyLines } from './drop-empty-lines.ts';
import { type Boundary, findBoundaries } from './find-boundaries.ts';
import { findPartEnd } from './find-part-end.ts';
import { findPartLimits } from './find-part-limits.ts';
import { gapBefore, layOutBlock, layOutQuotedBlocks } from './lay-out-block.ts';
import { layOutTableRows } from './lay-out-table.ts';
import type { LayoutOptions, Line } from './layout.ts';
import type { LayoutContext, LinkDefinition } from './layout-context.ts';
import { mayStayOpen, readOpenTable } from './open-table.ts';
import type { Ordinal } from './read-ordinals.ts';
import { renumber } from './renumber.ts';
import { NO_REOPENING } from './reopening.ts';
import type { TableRows } from './table-rows.ts';
import { withFirstGap } from './with-first-gap.ts';

/** The lines of a text that grows. */
export interface GrowingLayout {
  /**
   * Takes the whole text so far and returns its lines, except for those that were forgotten.
   * Finished parts are not parsed again; the lines are the same as if the text were laid out as a
   * whole.
   */
  update(source: string): readonly Line[];
  /** Forgets the finished lines that lie before a source offset as a whole. */
  forgetBefore(sourceOffset: number): void;
  /** The source offset from which on the lines may still change. */
  readonly unfinishedFrom: number;
}

/** The place where the unfinished part begins, and the blocks that are open there. */
interface Start extends OpenBlocks {
  readonly offset: number;
  /** The number of the item before, between two items of a numbered list. */
  readonly previousOrdinal?: Ordinal | undefined;
  /** The rows of a table that goes on. No finished line shows them. */
  readonly openTable?: TableRows | undefined;
  /** The part begins between two blocks of a quote. */
  readonly isInQuote?: boolean | undefined;
}

/**
 * The most labels that count. A text with more of them is no answer of a model that works: the
 * labels behind them are shown, but nothing refers to them.
 */
const MAX_LABELS = 200;

/**
 * Lays out a text that begins at the source offset `from`.
 *
 * The text is finished part by part. A boundary between two parts is safe when the first line
 * behind it is complete, because only then it is certain what begins there. A part without a
 * boundary is finished when it reaches a limit of its length: the blocks that are open there go on
 * in the next part, and an opening character without a partner is text. So an update costs the same
 * whatever the text is. A reference counts only if its label is defined in the same part of the
 * text or before, so that a later definition never changes finished lines.
 */
export function createGrowingLayout(options: LayoutOptions, from = 0): GrowingLayout {
  let finishedLines: Line[] = [];
  const definitions = new Map<string, LinkDefinition>();
  const footnotes = new Set<string>();
  let start: Start = createStart(from);
  /** The number of limits that the unfinished part has reached, and at which it could not end. */
  let triedLimits = 0;

  /** The unfinished part of a source, behind the text that opens its blocks again. */
  function unfinishedText(source: string): string {
    return start.reopening.text + source.slice(start.offset);
  }

  function parse(text: string): readonly RootContent[] {
    const defined = { links: [...definitions.keys()], footnotes: [...footnotes] };
    return renumber(readOpenFence(text) ?? parseMarkdown(text, defined), start);
  }

  function contextOf(nodes: readonly RootContent[], text: string): LayoutContext {
    const definedHere = collectLabels(nodes).definitions;
    return {
      ...options,
      source: text,
      base: 0,
      definitions: new Map([...definedHere, ...definitions]),
    };
  }

  function origin(): Origin {
    return { from: start.reopening.text.length, to: start.offset };
  }

  /** Lays out the blocks of a part, behind the rows of a table that is open. */
  function layOut(nodes: readonly RootContent[], text: string, source: string): Line[] {
    const [first, ...others] = nodes;
    const { openTable } = start;
    if (!openTable) return layOutBlocks(nodes, text, source);

    const table = readOpenTable(first, contextOf(nodes, text), origin(), openTable) ?? openTable;
    const [head, ...rows] = layOutTableRows(table, [], options);
    const rest = layOutBlocks(first?.type === 'table' ? others : nodes, text, source);
    if (!head) return rest;
    return [{ ...head, gap: gapBefore(source, head.from) }, ...rows, ...rest];
  }

  function layOutBlocks(nodes: readonly RootContent[], text: string, source: string): Line[] {
    const context = contextOf(nodes, text);
    // A heading that is made by an underline begins, for the parser, at the definitions above it.
    // Its lines still have to be behind those of the definitions.
    let previousEnd = 0;

    const lines = nodes.flatMap((node, index) => {
      const [first, ...rest] =
        index === 0 ? layOutFirst(node, context) : layOutBlock(node, context);
      if (!first) return [];

      const lineFrom = Math.max(first.from, previousEnd);
      previousEnd = rest.at(-1)?.from ?? first.runs.at(-1)?.to ?? lineFrom;
      return [{ ...first, from: lineFrom, gap: gapBefore(text, first.from) }, ...rest];
    });

    const moved = moveLines(continueLines(lines, start), origin());
    return dropEmptyLines(withFirstGap(moved, source, start), finishedLines.at(-1));
  }

  function layOutFirst(node: RootContent, context: LayoutContext): Line[] {
    const [quote] = start.containers;
    return start.isInQuote && quote?.kind === 'quote' && node.type === 'blockquote'
      ? layOutQuotedBlocks(quote, node.children, context)
      : layOutBlock(node, context);
  }

  function defineLabels(labels: Labels): void {
    for (const label of labels.footnotes.slice(0, MAX_LABELS - footnotes.size))
      footnotes.add(label);
    for (const [identifier, definition] of labels.definitions)
      if (!definitions.has(identifier) && definitions.size < MAX_LABELS)
        definitions.set(identifier, definition);
  }

  /** Finishes the part that ends with the source. */
  function finish(source: string, next: Omit<Start, 'offset' | 'containers' | 'leaf'>): void {
    const text = unfinishedText(source);
    const nodes = parse(text);
    const labels = collectLabels(nodes);
    if (next.isInLine) cutLastAddress(labels.definitions, text);
    const openTable = next.reopening.isInLeaf ? keepTableOpen(nodes, text, source) : undefined;
    const before = openTable ? nodes.slice(0, -1) : nodes;
    const lines = before.length > 0 ? layOut(before, text, source) : [];

    defineLabels(labels);
    const last = lines.at(-1) ?? finishedLines.at(-1);
    finishedLines.push(...lines);
    triedLimits = 0;
    start = {
      ...next,
      ...(openTable && { openTable, reopening: { ...next.reopening, isInLeaf: false } }),
      offset: source.length,
      containers: last?.containers ?? [],
      leaf: last?.leaf,
    };
  }

  /** The rows of the table at the end of a part, if its form is still open. */
  function keepTableOpen(
    nodes: readonly RootContent[],
    text: string,
    source: string,
  ): TableRows | undefined {
    const isFirst = nodes.length === 1;
    if (source.at(-1) !== '\n' || (isFirst && start.reopening.isInLeaf)) return undefined;

    const before = isFirst ? start.openTable : undefined;
    const table = readOpenTable(nodes.at(-1), contextOf(nodes, text), origin(), before);
    return table && mayStayOpen(table, source.length) ? table : undefined;
  }

  /** Finishes the parts before boundaries. False: there are no boundaries. */
  function finishAtBoundaries(boundaries: readonly Boundary[], source: string): boolean {
    const shift = start.offset - start.reopening.text.length;

    // Part by part, as if the parts had come one after another: the parser reads the end of an
    // open container in another way than the end of a text.
    for (const { offset, ...kind } of boundaries)
      finish(source.slice(0, shift + offset), {
        ...kind,
        isInLine: false,
        reopening: NO_REOPENING,
      });
    return boundaries.length > 0;
  }

  /** Finishes the next parts of a source. If there are none, returns its unfinished nodes. */
  function finishNext(source: string): readonly RootContent[] | undefined {
    const added = start.reopening.text.length;
    const limits = findPartLimits(source, start.offset).slice(triedLimits);

    for (const { offset: limit, patience } of limits) {
      const part = source.slice(0, limit);
      const text = unfinishedText(part);
      const nodes = parse(text);
      if (finishAtBoundaries(findBoundaries(nodes, text, added), source)) return undefined;

      const partEnd = findPartEnd(nodes, text, added, patience);
      triedLimits += 1;
      if (partEnd === undefined) continue;

      const { offset, ...next } = partEnd;
      finish(source.slice(0, start.offset + offset - added), next);
      return undefined;
    }

    const text = unfinishedText(source);
    const nodes = parse(text);
    const isFinished = finishAtBoundaries(findBoundaries(nodes, text, added), source);
    return isFinished ? undefined : nodes;
  }

  return {
    get unfinishedFrom() {
      return start.openTable?.head.from ?? start.offset;
    },
    forgetBefore(sourceOffset) {
      const kept = finishedLines.findLastIndex((line) => line.from < sourceOffset);
      if (kept > 0) finishedLines = finishedLines.slice(kept);
    },
    update(source) {
      for (;;) {
        const unfinished = finishNext(source);
        if (unfinished)
          return [...finishedLines, ...layOut(unfinished, unfinishedText(source), source)];
      }
    },
  };
}

function createStart(offset: number): Start {
  return { offset, containers: [], isInLine: false, reopening: NO_REOPENING };
}
