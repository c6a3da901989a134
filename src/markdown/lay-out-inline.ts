import type { PhrasingContent } from 'mdast';
import { latexToUnicode } from './latex-to-unicode.ts';
import type { LayoutOptions, Look, Run } from './layout.ts';
import { mapSourceOffsets } from './map-source-offsets.ts';

export interface LinkDefinition {
  readonly url: string;
  readonly title?: string | null | undefined;
}

/** What the layout of a block needs besides its nodes. */
export interface LayoutContext extends LayoutOptions {
  /** The source up to its end. */
  readonly source: string;
  /** Where the nodes' offsets count from. */
  readonly base: number;
  /** By identifier, in capitals as the parser compares them. */
  readonly definitions: ReadonlyMap<string, LinkDefinition>;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A line break, or a footnote whose note comes only later: it looks like one whose note came before. */
const BREAK_OR_NOTE = /\r?\n|\r|<br\s*\/?>|\[\^([^\s\]]+)\]/gi;
/** Longer ones would drown the text: they are data, not addresses. */
const LONGEST_SHOWN_ADDRESS = 300;
const LONGEST_LABEL = 40;

export const spanOf = (
  node: {
    readonly position?:
      | { start: { offset?: number | undefined }; end: { offset?: number | undefined } }
      | undefined;
  },
  { base }: { readonly base: number },
): Span => ({
  from: base + (node.position?.start.offset ?? 0),
  to: base + (node.position?.end.offset ?? 0),
});

/** The lines of a paragraph, a heading or a table cell. Never none. */
export function layOutInline(nodes: readonly PhrasingContent[], context: LayoutContext): Run[][] {
  const inline = new Inline(context);
  inline.addAll(nodes, {});
  return inline.lines;
}

export const toPlainText = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('');
export const shortenLabel = (label: string): string =>
  label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL).toWellFormed()}…` : label;

class Inline {
  readonly lines: Run[][] = [[]];
  readonly #context: LayoutContext;

  constructor(context: LayoutContext) {
    this.#context = context;
  }

  addAll(nodes: readonly PhrasingContent[], look: Look): void {
    for (const node of nodes) this.#add(node, look);
  }

  #add(node: PhrasingContent, look: Look): void {
    const span = spanOf(node, this.#context);
    if (node.type === 'text') this.#text(node.value, span, look);
    else if (node.type === 'emphasis') this.addAll(node.children, { ...look, italic: true });
    else if (node.type === 'strong') this.addAll(node.children, { ...look, bold: true });
    else if (node.type === 'delete') this.addAll(node.children, { ...look, strike: true });
    else if (node.type === 'inlineCode') this.#code(node.value, span, look);
    else if (node.type === 'inlineMath') this.#math(node.value, span, look);
    else if (node.type === 'break') this.lines.push([]);
    else if (node.type === 'footnoteReference')
      this.#note(node.label ?? node.identifier, span, look);
    else if (node.type === 'html') this.#text(node.value, span, look);
    else this.#link(node, span, look);
  }

  #link(node: Exclude<PhrasingContent, { type: 'text' }>, span: Span, look: Look): void {
    const address = this.#addressOf(node);
    const isLink = address !== undefined && this.#context.isLink(address);
    const linked = isLink && !look.link ? { ...look, link: { url: address } } : look;
    const before = this.lines.length;
    const last = this.lines.at(-1)?.length ?? 0;
    if ('children' in node) this.addAll(node.children as readonly PhrasingContent[], linked);
    else
      this.#atom(
        `🖼 ${('alt' in node && node.alt) || nameIn(address)}`.replaceAll(/\s+/g, ' '),
        span,
        linked,
      );
    if (
      address === undefined ||
      (isLink && linked !== look) ||
      (look.link && node.type.startsWith('image'))
    )
      return;
    const shown = [this.lines[before - 1]?.slice(last) ?? [], ...this.lines.slice(before)]
      .map(toPlainText)
      .join(' ');
    if (isReadable(address) && !address.endsWith(shown)) {
      this.#atom(` (${address})`, { from: span.to - 1, to: span.to }, look);
    }
  }

  #addressOf(node: PhrasingContent): string | undefined {
    if (node.type === 'link' || node.type === 'image') return node.url;
    if (node.type === 'linkReference' || node.type === 'imageReference') {
      return this.#context.definitions.get(node.identifier.toUpperCase())?.url;
    }
    return undefined;
  }

  #text(value: string, { from, to }: Span, look: Look): void {
    const offsets = mapSourceOffsets(value, { source: this.#context.source, from, to });
    const at = (index: number) => (index >= value.length ? to : (offsets?.[index] ?? from + index));
    let start = 0;
    const add = (end: number) => {
      const text = value.slice(start, end);
      if (text === '') return;
      this.#push({
        text,
        look,
        from: at(start),
        to: at(end),
        ...(offsets && { offsets: offsets.slice(start, end) }),
      });
    };
    for (const match of value.matchAll(BREAK_OR_NOTE)) {
      add(match.index);
      start = match.index + match[0].length;
      if (match[1] === undefined) this.lines.push([]);
      else this.#note(match[1], { from: at(match.index), to: at(start) }, look);
    }
    add(value.length);
  }

  #code(value: string, { from, to }: Span, look: Look): void {
    // A line feed in code is shown as a space, and its backticks are not.
    const marks = /^`+/.exec(this.#context.source.slice(from, to))?.[0].length ?? 0;
    const inner = {
      source: this.#context.source,
      from: from + marks,
      to: Math.max(from + marks + 1, to - marks),
    };
    const offsets = mapSourceOffsets(value, inner);
    const text = value.replaceAll(/[\r\n]/g, ' ');
    if (text === '') return;
    this.#push({
      text,
      look: { ...look, code: true },
      from: inner.from,
      to,
      offsets: offsets ?? ascending(text, inner.from),
    });
  }

  /** A formula that is not simple keeps its lines. */
  #math(value: string, span: Span, look: Look): void {
    const { nativeBlocks } = this.#context;
    const simple = nativeBlocks ? value : latexToUnicode(value);
    const unlike = simple === undefined ? { code: true } : nativeBlocks ? { math: true } : {};
    const rows =
      simple === undefined ? value.split('\n').filter((row) => row.trim() !== '') : [simple];
    for (const [index, row] of rows.entries()) {
      const from = span.from + index;
      if (index > 0) this.lines.push([]);
      this.#atom(
        row,
        { from, to: index === rows.length - 1 ? span.to : from + 1 },
        { ...look, ...unlike },
      );
    }
  }

  #note(label: string, span: Span, look: Look): void {
    const note = shortenLabel(label);
    this.#atom(`[${note}]`, span, this.#context.nativeBlocks ? { ...look, footnote: note } : look);
  }

  /** What can only be shown as a whole: its source looks different. */
  #atom(text: string, { from, to }: Span, look: Look): void {
    if (text !== '')
      this.#push({ text, look, from, to, offsets: new Array<number>(text.length).fill(from) });
  }

  #push(run: Run): void {
    this.lines.at(-1)?.push(run);
  }
}

const ascending = (text: string, from: number) =>
  Array.from(text, (_, index) => from + index).slice(0, text.length);

const isReadable = (address: string) =>
  address !== '' && address.length <= LONGEST_SHOWN_ADDRESS && !address.startsWith('data:');

function nameIn(address = ''): string {
  const name = /([^/?#]+)(?:[?#].*)?$/.exec(address)?.[1];
  return name === undefined || address.startsWith('data:') ? 'image' : name.slice(0, LONGEST_LABEL);
}
