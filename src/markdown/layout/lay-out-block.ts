import type { Definition, FootnoteDefinition, List, ListItem, RootContent } from 'mdast';
import { addressRun } from './address-runs.ts';
import { layOutCode } from './lay-out-code.ts';
import { layOutInline } from './lay-out-inline.ts';
import { layOutMath } from './lay-out-math.ts';
import { layOutTable } from './lay-out-table.ts';
import {
  type AddressLimits,
  BREAK_QUALITY,
  type Container,
  type Leaf,
  type Line,
  type Run,
} from './layout.ts';
import { type LayoutContext, spanOf } from './layout-context.ts';
import { createLine, createReplacingRun } from './line.ts';
import { readOrdinals } from './read-ordinals.ts';
import { shortenLabel } from './shorten-label.ts';

/** A deeper container replaces the innermost one: more marks would leave no room for text. */
const MAX_NESTED_CONTAINERS = 6;
/** Enough of the source before a line to see a blank line there, with the marks of quotes. */
const BLANK_LINE_LENGTH = 200;
const SHOW_NO_ADDRESS: AddressLimits = { linked: 0, shown: 0 };

/** Lays out a top-level block. */
export function layOutBlock(node: RootContent, context: LayoutContext): Line[] {
  return new BlockLayout(context).layOut(node, []);
}

/** Lays out blocks of a quote that began before them. */
export function layOutQuotedBlocks(
  quote: Container,
  nodes: readonly RootContent[],
  context: LayoutContext,
): Line[] {
  return new BlockLayout(context).layOutAll(nodes, [quote]);
}

/**
 * The number of line feeds to show before the block at an offset: 2 behind a blank line, which may
 * be one of a quote.
 */
export function gapBefore(source: string, offset: number): 1 | 2 {
  const lineStart = source.lastIndexOf('\n', offset - 1) + 1;
  if (lineStart === 0) return 2;

  const before = source.slice(Math.max(0, lineStart - BLANK_LINE_LENGTH), lineStart);
  return /\n[ \t>]*\r?\n$/.test(before) ? 2 : 1;
}

class BlockLayout {
  readonly #context: LayoutContext;

  constructor(context: LayoutContext) {
    this.#context = context;
  }

  layOut(node: RootContent, containers: readonly Container[]): Line[] {
    switch (node.type) {
      case 'blockquote':
        return this.#layOutContainer({ kind: 'quote' }, node, containers);
      case 'list':
        return this.#layOutList(node, containers);
      case 'footnoteDefinition':
        return this.#layOutContainer(
          { kind: 'item', footnote: shortenLabel(node.label ?? node.identifier) },
          node,
          containers,
        );
      default:
        return this.#layOutLeaf(node, containers);
    }
  }

  layOutAll(nodes: readonly RootContent[], containers: readonly Container[]): Line[] {
    return nodes.flatMap((node, index) =>
      withGap(this.layOut(node, containers), index > 0 ? this.#gapBefore(node) : 1),
    );
  }

  #layOutList(list: List, containers: readonly Container[]): Line[] {
    const ordinals = readOrdinals(list, this.#context.source, this.#context.base);

    return list.children.flatMap((item, index) => {
      const ordinal = ordinals?.[index];
      const container: Container = {
        kind: 'item',
        ordinal: ordinal?.shown,
        checked: item.checked ?? undefined,
        ...(ordinal?.isCounted === false && { isOutOfOrder: true }),
      };
      const lines = this.#layOutContainer(container, item, containers);
      return withGap(lines, index > 0 ? this.#gapBefore(item) : 1);
    });
  }

  #layOutContainer(
    container: Container,
    node: Extract<RootContent, { type: 'blockquote' }> | ListItem | FootnoteDefinition,
    outer: readonly Container[],
  ): Line[] {
    const from = this.#offsetOf(node);
    const isTooDeep = outer.length >= MAX_NESTED_CONTAINERS;
    const containers = isTooDeep ? [...outer.slice(0, -1), container] : [...outer, container];

    // An empty container still shows its marker.
    const [first = createLine({ leaf: { kind: 'text' }, containers, from }), ...rest] =
      this.layOutAll(node.children, containers);

    const isOutermostQuote = outer.length === 0 && container.kind === 'quote';
    const breakQuality = isOutermostQuote ? BREAK_QUALITY.block : BREAK_QUALITY.item;
    return [{ ...first, opens: [container, ...first.opens], from, breakQuality }, ...rest];
  }

  #layOutLeaf(node: RootContent, containers: readonly Container[]): Line[] {
    const [first, ...rest] = this.#leafLines(node, containers);
    if (!first) return [];

    // A page break before the first line of a block is also before the marks of the block.
    const breakQuality = containers.length > 0 ? BREAK_QUALITY.item : BREAK_QUALITY.block;
    return [{ ...first, from: this.#offsetOf(node), breakQuality }, ...rest];
  }

  #leafLines(node: RootContent, containers: readonly Container[]): Line[] {
    const from = this.#offsetOf(node);

    switch (node.type) {
      case 'paragraph': {
        const lines = layOutInline(node.children, this.#context);
        return toTextLines(lines, { kind: 'text' }, containers, from);
      }
      case 'heading': {
        const lines = layOutInline(node.children, this.#context);
        return toTextLines(lines, { kind: 'heading', level: node.depth }, containers, from);
      }
      case 'table':
        return layOutTable(node, containers, this.#context);
      case 'code':
        // GitHub and GitLab show such a block as a formula, too.
        return node.lang === 'math'
          ? layOutMath(node.value, containers, from, this.#context)
          : layOutCode(node, containers, this.#context);
      case 'math':
        return layOutMath(node.value, containers, from, this.#context);
      case 'thematicBreak':
        return [createLine({ leaf: { kind: 'rule' }, containers, from })];
      case 'definition': {
        return toTextLines(
          [definitionRuns(node, this.#context)],
          { kind: 'text' },
          containers,
          from,
        );
      }
      default:
        return [];
    }
  }

  #offsetOf(node: RootContent): number {
    return spanOf(node, this.#context).from;
  }

  #gapBefore(node: RootContent): 1 | 2 {
    return gapBefore(this.#context.source, this.#offsetOf(node));
  }
}

declare module 'mdast' {
  interface DefinitionData {
    /** The beginning of an address that was cut, and is no address itself. */
    cutAddress?: string;
  }
}

/** A definition as it was written, but on one line and with a short label. */
function definitionRuns(definition: Definition, context: LayoutContext): Run[] {
  const { label, identifier, title, data } = definition;
  const { cutAddress } = data ?? {};
  const url = cutAddress ?? definition.url;
  const limits = cutAddress === undefined ? context.addressLimits : SHOW_NO_ADDRESS;
  const { from, to } = spanOf(definition, context);
  const toRun = (text: string, start: number) =>
    createReplacingRun(text.replaceAll(/\s+/g, ' '), { from: start, to }, {});

  const titleStart = Math.max(from, to - (title?.length ?? 0));
  return [
    toRun(`[${shortenLabel(label ?? identifier)}]: `, from),
    addressRun(url, { from, to: titleStart }, {}, limits),
    ...(title ? [toRun(` “${title}”`, titleStart)] : []),
  ];
}

function toTextLines(
  lines: readonly Run[][],
  leaf: Leaf,
  containers: readonly Container[],
  from: number,
): Line[] {
  let start = from;

  return lines.map((runs, index) => {
    const isFirst = index === 0;
    start = Math.max(start, runs[0]?.from ?? start);
    return createLine({
      runs,
      leaf,
      containers,
      breakQuality: isFirst ? BREAK_QUALITY.block : BREAK_QUALITY.sentence,
      from: isFirst ? from : start,
    });
  });
}

function withGap(lines: Line[], gap: 1 | 2): Line[] {
  const [first, ...rest] = lines;
  return first ? [{ ...first, gap }, ...rest] : [];
}
