import type { Definition, RootContent } from 'mdast';
import { collectLabels } from '../syntax/collect-labels.ts';
import { parseMarkdown } from '../syntax/parse-markdown.ts';
import { readOpenFence } from '../syntax/read-open-fence.ts';
import { continueLines, moveLines, type OpenBlocks } from './continue-lines.ts';
import { dropEmptyLines } from './drop-empty-lines.ts';
import { type Boundary, findBoundaries } from './find-boundaries.ts';
import { findPartEnd } from './find-part-end.ts';
import { findPartLimits } from './find-part-limits.ts';
import { gapBefore, layOutBlock, layOutQuotedBlocks } from './lay-out-block.ts';
import type { LayoutOptions, Line } from './layout.ts';
import type { LayoutContext, LinkDefinition } from './layout-context.ts';
import { createAddedRun } from './line.ts';
import { type Ordinal, ordinalBefore } from './read-ordinals.ts';
import { NO_REOPENING } from './reopening.ts';

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

  function layOut(nodes: readonly RootContent[], text: string, source: string): Line[] {
    const context: LayoutContext = {
      ...options,
      source: text,
      base: 0,
      definitions: new Map([...collectLabels(nodes).definitions, ...definitions]),
    };
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

    const origin = { from: start.reopening.text.length, to: start.offset };
    const moved = moveLines(continueLines(lines, start), origin);
    return dropEmptyLines(withFirstGap(moved, source, start), finishedLines.at(-1));
  }

  function layOutFirst(node: RootContent, context: LayoutContext): Line[] {
    const [quote] = start.containers;
    return start.isInQuote && quote?.kind === 'quote' && node.type === 'blockquote'
      ? layOutQuotedBlocks(quote, node.children, context)
      : layOutBlock(node, context);
  }

  /** Finishes the part that ends with the source. */
  function finish(source: string, next: Omit<Start, 'offset' | 'containers' | 'leaf'>): void {
    const text = unfinishedText(source);
    const nodes = parse(text);
    const labels = collectLabels(nodes);
    if (next.isInLine) cutLastAddress(labels.definitions, text);
    const lines = layOut(nodes, text, source);

    for (const label of labels.footnotes.slice(0, MAX_LABELS - footnotes.size))
      footnotes.add(label);
    for (const [identifier, definition] of labels.definitions)
      if (!definitions.has(identifier) && definitions.size < MAX_LABELS)
        definitions.set(identifier, definition);

    const last = lines.at(-1) ?? finishedLines.at(-1);
    finishedLines.push(...lines);
    triedLimits = 0;
    start = {
      ...next,
      offset: source.length,
      containers: last?.containers ?? [],
      leaf: last?.leaf,
    };
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
      return start.offset;
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

/** Makes the address at the end of a part a cut one: what is there of it leads elsewhere. */
function cutLastAddress(definitions: ReadonlyMap<string, Definition>, text: string): void {
  for (const definition of definitions.values())
    if (definition.position?.end.offset === text.length) {
      definition.data = { cutAddress: definition.url };
      definition.url = '';
    }
}

/** Gives the lists that go on the numbers with which they go on. */
function renumber(
  nodes: readonly RootContent[],
  { previousOrdinal, containers, reopening }: Start,
): readonly RootContent[] {
  const [first, ...rest] = nodes;
  if (!first) return nodes;
  if (previousOrdinal !== undefined && first.type === 'list')
    return [{ ...first, data: { previousOrdinal } }, ...rest];
  if (reopening.text === '') return nodes;

  let index = 0;
  for (let node: RootContent | undefined = first; node && 'children' in node; ) {
    const container = containers[index];
    if (node.type === 'list' && container?.kind === 'item')
      node.data = { previousOrdinal: ordinalBefore(container, node.start ?? 1) };
    if (node.type !== 'list') index += 1;
    node = node.children[0];
  }
  return nodes;
}

/** The gap before the first line, and the space before it if it goes on with a line. */
function withFirstGap(
  [first, ...rest]: readonly Line[],
  source: string,
  { reopening, offset, leaf }: Start,
): Line[] {
  if (!first) return [];
  const isInLeaf = reopening.isInLeaf && first.leaf === leaf;
  if (!isInLeaf) return [{ ...first, gap: gapBefore(source, first.from) }, ...rest];

  const isBehindSpace = /\s/.test(source.charAt(offset - 1)) && first.leaf.kind !== 'code';
  if (!first.continues || !isBehindSpace) return [{ ...first, gap: 1 }, ...rest];

  const space = { ...createAddedRun(' ', offset - 1), to: offset };
  return [{ ...first, from: offset - 1, gap: 1, runs: [space, ...first.runs] }, ...rest];
}
