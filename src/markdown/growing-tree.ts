import type { Definition as DefinitionNode, RootContent } from 'mdast';
import { layOutBlock } from './lay-out-block.ts';
import type { Definition } from './lay-out-inline.ts';
import type { LayoutOptions, Line } from './layout.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { readOpenFence } from './read-open-fence.ts';

/** The lines of a text that grows. */
export interface GrowingTree {
  /** Takes the whole text so far. Blocks that are finished are not parsed again; the result is that of a parse of all. */
  update(source: string): readonly Line[];
  /** The source offset from which on what was shown so far may still change. */
  readonly openFrom: number;
}

/** A group of top-level nodes, or one item of a top-level list, that no later text can change or join. */
interface Boundary {
  readonly offset: number;
  /** Where it stands between two items of a numbered list, the number of the second. */
  readonly ordinal?: number;
}

/**
 * A boundary is safe where the first line behind it is complete: only then it is sure what begins there. References count
 * only if they were defined in an earlier group or in their own, so that what stands never changes later.
 */
export function createGrowingTree(options: LayoutOptions, from = 0): GrowingTree {
  const finished: Line[] = [];
  const definitions = new Map<string, Definition>();
  const footnotes = new Set<string>();
  let start: Boundary = { offset: from };

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
    for (const { identifier, url, title } of nodes.filter(isDefinition)) {
      const key = identifier.toUpperCase();
      if (!own.has(key)) own.set(key, { url, title });
    }
    const context = { ...options, source, base: start.offset, definitions: own };
    // A heading underlined claims the definitions above it for its own.
    let last = start.offset;
    return nodes.flatMap((node) => {
      const [first, ...rest] = layOutBlock(node, context);
      if (!first) return [];
      const from = Math.max(first.from, last);
      last = rest.at(-1)?.from ?? first.runs.at(-1)?.to ?? from;
      return [{ ...first, from, gap: gapBefore(source, first.from) }, ...rest];
    });
  }

  function finish(nodes: readonly RootContent[], source: string): void {
    finished.push(...layOut(nodes, source));
    for (const node of nodes) {
      if (node.type === 'footnoteDefinition') footnotes.add(node.identifier.toUpperCase());
      if (node.type !== 'definition') continue;
      const key = node.identifier.toUpperCase();
      if (!definitions.has(key)) definitions.set(key, node);
    }
  }

  return {
    get openFrom() {
      return start.offset;
    },
    update(source) {
      for (;;) {
        const nodes = parse(source);
        const boundaries = safeBoundaries(nodes, source, start.offset);
        const defines = nodes.some(({ type }) => type === 'definition' || type === 'footnoteDefinition');
        const next = defines ? boundaries[0] : boundaries.at(-1);
        if (!next) return [...finished, ...layOut(nodes, source)];
        const whole = parse(source.slice(0, next.offset));
        finish(whole, source.slice(0, next.offset));
        start = next;
      }
    },
  };
}

const isDefinition = (node: RootContent): node is DefinitionNode => node.type === 'definition';
const lineStart = (source: string, offset: number) => source.lastIndexOf('\n', offset - 1) + 1;

function gapBefore(source: string, offset: number): 1 | 2 {
  const start = lineStart(source, offset);
  return start === 0 || /\n[ \t\r]*\n$/.test(source.slice(Math.max(0, start - 200), start)) ? 2 : 1;
}

function safeBoundaries(nodes: readonly RootContent[], source: string, base: number): readonly Boundary[] {
  const boundaries: Boundary[] = [];
  const add = (node: { position?: RootContent['position'] }, ordinal?: number) => {
    const offset = lineStart(source, base + (node.position?.start.offset ?? 0));
    const isLineComplete = source.includes('\n', base + (node.position?.start.offset ?? 0));
    if (isLineComplete && offset > base) boundaries.push({ offset, ...(ordinal !== undefined && { ordinal }) });
  };
  nodes.forEach((node, index) => {
    const before = nodes[index - 1];
    if (
      before &&
      (before.type !== 'definition' || gapBefore(source, base + (node.position?.start.offset ?? 0)) === 2)
    ) {
      add(node);
    }
    if (node.type !== 'list') return;
    const first = node.start ?? 1;
    node.children.forEach((item, position) => {
      if (position > 0) add(item, node.ordered ? first + position : undefined);
    });
  });
  return boundaries;
}
