import type { Nodes, RootContent } from 'mdast';
import { findFinishedEnd, LONGEST_OPEN_TEXT } from './find-finished-end.ts';
import { gapBefore, layOutBlock, layOutQuotedBlocks } from './lay-out-block.ts';
import type { Container, LayoutOptions, Line } from './layout.ts';
import type { LayoutContext, LinkDefinition } from './layout-context.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { readOpenFence } from './read-open-fence.ts';

/** The lines of a text that grows. */
export interface GrowingLayout {
  /** Takes the whole text so far. Blocks that are finished are not parsed again; the result is that of a parse of all. */
  update(source: string): readonly Line[];
  /** The source offset from which on what was shown so far may still change. */
  readonly unfinishedFrom: number;
}

/** A group of top-level nodes, or one item of a top-level list, or one block of a quote, that no later text can change or join. */
interface Boundary {
  readonly offset: number;
  /** Where it stands between two items of a numbered list, the number of the second. */
  readonly ordinal?: number;
  readonly isInQuote?: boolean;
  /** Inside a line of a paragraph, behind a space. */
  readonly isInLine?: boolean;
}

/** What goes on behind a boundary. */
interface Open {
  readonly quote?: Container | undefined;
  readonly line?: Line | undefined;
}

/**
 * A boundary is safe where the first line behind it is complete: only then it is sure what begins there. References count
 * only if they were defined in an earlier group or in their own, so that what stands never changes later.
 */
export function createGrowingLayout(options: LayoutOptions, from = 0): GrowingLayout {
  const finished: Line[] = [];
  const definitions = new Map<string, LinkDefinition>();
  const footnotes = new Set<string>();
  let start: Boundary = { offset: from };
  let open: Open = {};

  function parse(source: string): readonly RootContent[] {
    const region = source.slice(start.offset);
    const known = { links: [...definitions.keys()], footnotes: [...footnotes] };
    const nodes = readOpenFence(region) ?? parseMarkdown(region, known);
    const [first] = nodes;
    if (start.ordinal === undefined || first?.type !== 'list') return nodes;
    return [{ ...first, start: start.ordinal }, ...nodes.slice(1)];
  }

  function layOut(nodes: readonly RootContent[], source: string): Line[] {
    const own = new Map(definitions);
    for (const [key, definition] of labelsIn(nodes).definitions)
      if (!own.has(key)) own.set(key, definition);
    const context = { ...options, source, base: start.offset, definitions: own };
    // A heading underlined claims the definitions above it for its own.
    let last = start.offset;
    const lines = nodes.flatMap((node, index) => {
      const [first, ...rest] =
        index === 0 ? layOutFirst(node, context) : layOutBlock(node, context);
      if (!first) return [];
      const from = Math.max(first.from, last);
      last = rest.at(-1)?.from ?? first.runs.at(-1)?.to ?? from;
      return [{ ...first, from, gap: gapBefore(source, first.from) }, ...rest];
    });
    return open.line ? joined(open.line, lines, start.offset) : lines;
  }

  function layOutFirst(node: RootContent, context: LayoutContext): Line[] {
    return open.quote && node.type === 'blockquote'
      ? layOutQuotedBlocks(open.quote, node.children, context)
      : layOutBlock(node, context);
  }

  function finish(source: string, next: Boundary): void {
    const nodes = parse(source);
    const lines = layOut(nodes, source);
    const labels = labelsIn(nodes);
    for (const label of labels.footnotes) footnotes.add(label);
    for (const [key, definition] of labels.definitions)
      if (!definitions.has(key)) definitions.set(key, definition);
    open = {
      quote: next.isInQuote ? lines.at(-1)?.containers[0] : undefined,
      line: next.isInLine ? lines.pop() : undefined,
    };
    finished.push(...lines);
    start = next;
  }

  return {
    get unfinishedFrom() {
      return start.offset;
    },
    update(source) {
      for (;;) {
        const nodes = parse(source);
        const boundaries = nextBoundaries(nodes, source, start.offset);
        if (boundaries.length === 0) return [...finished, ...layOut(nodes, source)];
        // One by one, as if they had come one by one: the end of an open container is not read like the end of a text.
        for (const next of boundaries) finish(source.slice(0, next.offset), next);
      }
    },
  };
}

function nextBoundaries(
  nodes: readonly RootContent[],
  source: string,
  base: number,
): readonly Boundary[] {
  const boundaries = safeBoundaries(nodes, source, base);
  const long = nodes.find(isLongText);
  const beforeLong = long && boundaries.filter(({ offset }) => offset <= base + startOf(long));
  if (long && beforeLong?.length === 0) {
    const end = startOf(long) < 4 ? findFinishedEnd(source.slice(base)) : undefined;
    if (end !== undefined) return [{ offset: base + end, isInLine: true }];
  }
  const { definitions, footnotes } = labelsIn(nodes);
  const candidates = beforeLong && beforeLong.length > 0 ? beforeLong : boundaries;
  return definitions.size + footnotes.length > 0 ? candidates.slice(0, 1) : candidates;
}

function isLongText({ type, position }: RootContent): boolean {
  const length = (position?.end.offset ?? 0) - (position?.start.offset ?? 0);
  return (
    length > LONGEST_OPEN_TEXT && (type === 'paragraph' || type === 'heading' || type === 'table')
  );
}

/** The lines of the rest of a paragraph, of which `line` was finished as far as to a space before `offset`. */
function joined(line: Line, [first, ...more]: readonly Line[], offset: number): Line[] {
  if (!first) return [line];
  if (first.leaf.kind !== 'text') return [line, { ...first, gap: 1 }, ...more];
  const space = { text: ' ', look: {}, from: offset - 1, to: offset };
  const rest = more.map((one) => (one.leaf === first.leaf ? { ...one, leaf: line.leaf } : one));
  return [{ ...line, runs: [...line.runs, space, ...first.runs] }, ...rest];
}

/** By identifier, in capitals as the parser compares them; the first of each counts. */
function labelsIn(nodes: readonly Nodes[]) {
  const labels = { definitions: new Map<string, LinkDefinition>(), footnotes: [] as string[] };
  const read = (node: Nodes) => {
    if (node.type === 'footnoteDefinition') labels.footnotes.push(node.identifier.toUpperCase());
    if (node.type === 'definition') {
      const key = node.identifier.toUpperCase();
      if (!labels.definitions.has(key)) labels.definitions.set(key, node);
    } else if (node.type !== 'paragraph' && 'children' in node) node.children.forEach(read);
  };
  nodes.forEach(read);
  return labels;
}

const startOf = ({ position }: Nodes) => position?.start.offset ?? 0;
const lineStart = (source: string, offset: number) => source.lastIndexOf('\n', offset - 1) + 1;

function safeBoundaries(
  nodes: readonly RootContent[],
  source: string,
  base: number,
): readonly Boundary[] {
  const boundaries: Boundary[] = [];
  const add = (node: Nodes, kind: Omit<Boundary, 'offset'> = {}) => {
    const offset = lineStart(source, base + startOf(node));
    const isLineComplete = source.includes('\n', base + startOf(node));
    if (isLineComplete && offset > base) boundaries.push({ ...kind, offset });
  };
  nodes.forEach((node, index) => {
    const before = nodes[index - 1];
    if (before && (before.type !== 'definition' || gapBefore(source, base + startOf(node)) === 2))
      add(node);
    if (node.type === 'blockquote') {
      for (const child of node.children.slice(1)) add(child, { isInQuote: true });
    }
    if (node.type !== 'list') return;
    const first = node.start ?? 1;
    node.children.slice(1).forEach((item, position) => {
      add(item, node.ordered ? { ordinal: first + position + 1 } : {});
    });
  });
  return boundaries;
}
