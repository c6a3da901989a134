import type { Code, List, ListItem, RootContent } from 'mdast';
import { latexToUnicode } from './latex-to-unicode.ts';
import { type LayoutContext, layOutInline, shortenLabel, spanOf } from './lay-out-inline.ts';
import { layOutTable } from './lay-out-table.ts';
import { BREAK_QUALITY, type Container, type Leaf, type Line, type Run } from './layout.ts';

/** Deeper containers are shown as these: their marks would leave no room for text. */
const DEEPEST = 6;
const LONGEST_LANGUAGE = 30;

/** A top-level node as lines. */
export function layOutBlock(node: RootContent, context: LayoutContext): Line[] {
  return new Blocks(context).lay(node, []);
}

/** What stands in a quote that began before. */
export function layOutQuotedBlocks(
  quote: Container,
  nodes: readonly RootContent[],
  context: LayoutContext,
): Line[] {
  return new Blocks(context).layAll(nodes, [quote]);
}

class Blocks {
  readonly #context: LayoutContext;

  constructor(context: LayoutContext) {
    this.#context = context;
  }

  lay(node: RootContent, containers: readonly Container[]): Line[] {
    if (node.type === 'blockquote')
      return this.#inside({ kind: 'quote' }, node.children, containers, this.#from(node));
    if (node.type === 'list') return this.#list(node, containers);
    if (node.type === 'footnoteDefinition') {
      const note: Container = {
        kind: 'item',
        footnote: shortenLabel(node.label ?? node.identifier),
      };
      return this.#inside(note, node.children, containers, this.#from(node));
    }
    const lines = this.#leaf(node, containers);
    const [first, ...rest] = lines;
    // A page break before a block's first line is one before its marks.
    return first
      ? [
          {
            ...first,
            from: this.#from(node),
            breakQuality: containers.length > 0 ? BREAK_QUALITY.item : BREAK_QUALITY.block,
          },
          ...rest,
        ]
      : [];
  }

  layAll(nodes: readonly RootContent[], containers: readonly Container[]): Line[] {
    return nodes.flatMap((node, index) => {
      return withGap(this.lay(node, containers), index > 0 ? this.#gapBefore(node) : 1);
    });
  }

  #from(node: RootContent | ListItem): number {
    return spanOf(node, this.#context).from;
  }

  #gapBefore(node: RootContent | ListItem): 1 | 2 {
    return gapBefore(this.#context.source, this.#from(node));
  }

  #leaf(node: RootContent, containers: readonly Container[]): Line[] {
    const { from, to } = spanOf(node, this.#context);
    switch (node.type) {
      case 'paragraph':
        return inLines(
          layOutInline(node.children, this.#context),
          { kind: 'text' },
          containers,
          from,
        );
      case 'heading':
        return inLines(
          layOutInline(node.children, this.#context),
          { kind: 'heading', level: node.depth },
          containers,
          from,
        );
      case 'table':
        return layOutTable(node, containers, this.#context);
      case 'code':
        return this.#code(node, containers);
      case 'math':
        return mathLines(node.value, containers, from, this.#context);
      case 'thematicBreak':
        return [{ ...emptyLine({ kind: 'rule' }, containers, from) }];
      case 'definition': {
        const title = node.title ? ` “${node.title}”` : '';
        const text =
          `[${shortenLabel(node.label ?? node.identifier)}]: ${node.url}${title}`.replaceAll(
            /\s+/g,
            ' ',
          );
        return inLines([[atom(text, from, to)]], { kind: 'text' }, containers, from);
      }
      default:
        return [];
    }
  }

  #list(list: List, containers: readonly Container[]): Line[] {
    const lines: Line[] = [];
    list.children.forEach((item, index) => {
      const laid = this.#item(
        item,
        list.ordered ? (list.start ?? 1) + index : undefined,
        containers,
      );
      lines.push(...withGap(laid, index > 0 ? this.#gapBefore(item) : 1));
    });
    return lines;
  }

  #item(item: ListItem, ordinal: number | undefined, containers: readonly Container[]): Line[] {
    const container: Container = {
      kind: 'item',
      ...(ordinal !== undefined && { ordinal }),
      ...(typeof item.checked === 'boolean' && { checked: item.checked }),
    };
    return this.#inside(container, item.children, containers, this.#from(item));
  }

  #inside(
    container: Container,
    children: readonly RootContent[],
    outer: readonly Container[],
    from: number,
  ): Line[] {
    const isTooDeep = outer.length >= DEEPEST;
    const containers = isTooDeep ? [...outer.slice(0, -1), container] : [...outer, container];
    const lines = this.layAll(children, containers);
    const [first, ...rest] =
      lines.length > 0 ? lines : [emptyLine({ kind: 'text' }, containers, from)];
    if (!first) return [];
    const cut =
      outer.length === 0 && container.kind === 'quote' ? BREAK_QUALITY.block : BREAK_QUALITY.item;
    return [{ ...first, opens: [container, ...first.opens], from, breakQuality: cut }, ...rest];
  }

  /** Lines of code stand in the source as they are, behind the marks of their containers. */
  #code({ value, lang, position }: Code, containers: readonly Container[]): Line[] {
    const { source, base } = this.#context;
    const { from, to } = spanOf({ position }, this.#context);
    const language = lang?.slice(0, LONGEST_LANGUAGE).toWellFormed();
    const leaf: Leaf = { kind: 'code', ...(language && { language }) };
    const isFenced = /^(?:`{3}|~{3})/.test(source.slice(from, from + 3));
    const lines = value.split('\n');
    let start = isFenced ? lineEnd(source, from, to) + 1 : lineStart(source, from, base);
    return lines.map((text, index) => {
      const lineFrom = Math.min(start, to);
      const end = Math.min(lineEnd(source, start, to), to);
      const textFrom = source.startsWith(text, end - text.length)
        ? Math.max(lineFrom, end - text.length)
        : lineFrom;
      start = end + 1;
      const run: Run = { text, look: {}, from: textFrom, to: Math.max(textFrom, end) };
      return {
        ...emptyLine(leaf, containers, lineFrom),
        runs: text === '' ? [] : [run],
        breakQuality:
          index === 0 ? BREAK_QUALITY.block : index === 1 ? BREAK_QUALITY.word : BREAK_QUALITY.line,
      };
    });
  }
}

const lineEnd = (source: string, at: number, to: number) => {
  const end = source.indexOf('\n', at);
  return end < 0 ? to : end;
};
const lineStart = (source: string, at: number, base: number) =>
  Math.max(base, source.lastIndexOf('\n', at - 1) + 1);

function emptyLine(leaf: Leaf, containers: readonly Container[], from: number): Line {
  return { runs: [], leaf, containers, opens: [], gap: 1, breakQuality: BREAK_QUALITY.block, from };
}

function inLines(
  lines: readonly Run[][],
  leaf: Leaf,
  containers: readonly Container[],
  from: number,
): Line[] {
  let start = from;
  return lines.map((runs, index) => {
    start = Math.max(start, runs[0]?.from ?? start);
    return {
      ...emptyLine(leaf, containers, index === 0 ? from : start),
      runs,
      breakQuality: index === 0 ? BREAK_QUALITY.block : BREAK_QUALITY.sentence,
    };
  });
}

function atom(text: string, from: number, to: number): Run {
  return { text, look: {}, from, to, offsets: new Array<number>(text.length).fill(from) };
}

/** A formula of its own: as it was written, or, where the platform knows no formulas and it is simple, in signs. */
function mathLines(
  value: string,
  containers: readonly Container[],
  from: number,
  { nativeBlocks }: Pick<LayoutContext, 'nativeBlocks'>,
): Line[] {
  const written = value.split('\n').filter((line) => line.trim() !== '');
  const simple = nativeBlocks ? [] : written.flatMap((line) => latexToUnicode(line) ?? []);
  const isSimple = simple.length === written.length;
  const asWritten: Leaf = nativeBlocks ? { kind: 'math' } : { kind: 'code', language: 'latex' };
  const leaf: Leaf = isSimple ? { kind: 'text' } : asWritten;
  const texts = isSimple ? simple : written;
  return texts.map((text, index) => ({
    ...emptyLine(leaf, containers, from + index),
    runs: [atom(text, from + index, from + index + 1)],
    breakQuality:
      index === 0
        ? BREAK_QUALITY.block
        : nativeBlocks
          ? BREAK_QUALITY.grapheme
          : BREAK_QUALITY.line,
  }));
}

function withGap(lines: Line[], gap: 1 | 2): Line[] {
  const [first, ...rest] = lines;
  return first ? [{ ...first, gap }, ...rest] : [];
}

/** Blank lines stay as they were written, also those of a quote. */
export function gapBefore(source: string, offset: number): 1 | 2 {
  const start = source.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 || /\n[ \t>]*\r?\n$/.test(source.slice(Math.max(0, start - 200), start))
    ? 2
    : 1;
}
