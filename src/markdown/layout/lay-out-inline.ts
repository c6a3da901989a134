import type { Link, PhrasingContent } from 'mdast';
import { latexToLines } from '../formulas/latex-to-lines.ts';
import {
  addressRun,
  isBareAddress,
  NO_ADDRESS_LIMITS,
  shortAddressRuns,
  unescapeAddress,
} from './address-runs.ts';
import { CITATION_MARKS, FOOTNOTE_MARK, isMarkLink, NAMED_ENTITY } from './citation-marks.ts';
import { getSourceOffset, sliceRun } from './clip-lines.ts';
import { imageLabel } from './image-label.ts';
import type { Look, Run } from './layout.ts';
import { type LayoutContext, type Span, spanOf } from './layout-context.ts';
import { createReplacingRun, joinRuns } from './line.ts';
import { mapSourceOffsets } from './map-source-offsets.ts';
import { saysMore } from './says-more.ts';
import { shortenLabel } from './shorten-label.ts';

type LinkOrImage = Extract<
  PhrasingContent,
  { type: 'link' | 'image' | 'linkReference' | 'imageReference' }
>;

/** Every character that ends a line, those of Unicode and of old printers among them. */
const LINE_END = '[\\n\\r\\v\\f\\u0085\\u2028\\u2029]';
/**
 * The parts of a text that are not shown as they are: line breaks, marks of other tools' citations,
 * named things, and references to footnotes that are defined only later and must look like any
 * other.
 */
const SPECIAL_PART = new RegExp(
  `(?<mark>${CITATION_MARKS})|${NAMED_ENTITY}|${FOOTNOTE_MARK}|\\r\\n|${LINE_END}`,
  'gi',
);
/** Behind a mark, these make the space before the mark superfluous. */
const SPACE_OR_PUNCTUATION = /^[\s.,;:!?)]/;

/** Lays out a paragraph, a heading or a table cell as at least one line. */
export function layOutInline(nodes: readonly PhrasingContent[], context: LayoutContext): Run[][] {
  const layout = new InlineLayout(context);
  layout.addAll(nodes, {});
  return layout.lines;
}

class InlineLayout {
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

    switch (node.type) {
      case 'text':
      case 'html':
        this.#addText(node.value, span, look);
        break;
      case 'emphasis':
        this.addAll(node.children, { ...look, italic: true });
        break;
      case 'strong':
        this.addAll(node.children, { ...look, bold: true });
        break;
      case 'delete':
        this.addAll(node.children, { ...look, strike: true });
        break;
      case 'inlineCode':
        this.#addCode(node.value, span, look);
        break;
      case 'inlineMath':
        this.#addMath(node.value, span, look);
        break;
      case 'break':
        this.#breakLine();
        break;
      case 'footnoteReference':
        this.#addFootnoteReference(node.label ?? node.identifier, span, look);
        break;
      case 'link':
        this.#addLink(node, span, look);
        break;
      default:
        this.#addLinkOrImage(node, span, look);
    }
  }

  #addText(value: string, { from, to }: Span, look: Look): void {
    const offsets = mapSourceOffsets(value, { source: this.#context.source, from, to });
    const all: Run = { text: value, look, from, to, offsets };
    let start = 0;

    const addUntil = (end: number) => {
      if (start < end) this.#push({ look, ...sliceRun(all, start, end) });
    };

    for (const match of value.matchAll(SPECIAL_PART)) {
      const [found, mark, entity, footnote] = match;
      const end = match.index + found.length;
      const span = { from: getSourceOffset(all, match.index), to: getSourceOffset(all, end) };

      addUntil(mark ? startOfMark(value, match.index, end) : match.index);
      start = end;
      if (entity) this.#addReplacing(entity, span, look);
      else if (footnote) this.#addFootnoteReference(footnote, span, look);
      else if (!mark) this.#breakLine();
    }
    addUntil(value.length);
  }

  #addCode(value: string, { from, to }: Span, look: Look): void {
    if (value === '') return;

    const { source } = this.#context;
    const backticks = /^`+/.exec(source.slice(from, to))?.[0].length ?? 0;
    const codeFrom = from + backticks;
    const codeTo = Math.max(codeFrom + 1, to - backticks);

    this.#push({
      // The end of a line in code is shown as a space.
      text: value.replaceAll(new RegExp(LINE_END, 'g'), ' '),
      look: { ...look, code: true },
      from: codeFrom,
      to,
      offsets: mapSourceOffsets(value, { source, from: codeFrom, to: codeTo }),
    });
  }

  #addMath(value: string, span: Span, look: Look): void {
    if (this.#context.nativeBlocks) {
      this.#addReplacing(value, span, { ...look, math: true });
      return;
    }

    const readable = latexToLines(value);
    if (readable) this.#addRows(readable, span, look);
    else this.#addRows(linesOf(value), span, { ...look, code: true });
  }

  /** The rows of a formula, each on a line of its own. */
  #addRows(rows: readonly string[], { from, to }: Span, look: Look): void {
    for (const [index, row] of rows.entries()) {
      const isLast = index === rows.length - 1;
      const rowFrom = from + index;
      const rowSpan = { from: rowFrom, to: isLast ? to : rowFrom + 1 };
      if (index > 0) this.#breakLine();
      this.#addReplacing(row, rowSpan, look);
    }
  }

  #addFootnoteReference(label: string, span: Span, look: Look): void {
    const footnote = shortenLabel(label);
    const footnoteLook = this.#context.nativeBlocks ? { ...look, footnote } : look;
    this.#addReplacing(`[${footnote}]`, span, footnoteLook);
  }

  #addLink(node: Link, span: Span, look: Look): void {
    if (isMarkLink(node.url, labelOf(node))) return;

    const isBracketed = this.#context.source[span.from] === '<';
    const read = (address: string) => (isBracketed ? address : unescapeAddress(address));
    const url = read(node.url);
    if (isBareAddress(node) && this.#canLink(url, look)) {
      const label = read(labelOf(node));
      this.#push(addressRun(label, span, { ...look, link: { url } }, this.#context.addressLimits));
    } else this.#addLinkOrImage(node, span, look);
  }

  #canLink(address: string, look: Look): boolean {
    return this.#context.isLink(address) && !look.link;
  }

  #addLinkOrImage(node: LinkOrImage, span: Span, look: Look): void {
    const address = this.#addressOf(node);
    const isImage = node.type === 'image' || node.type === 'imageReference';
    const limits = this.#context.addressLimits ?? NO_ADDRESS_LIMITS;
    const canLink = address !== undefined && this.#canLink(address, look);
    const isLink = canLink && address.length <= limits.linked;
    const labelLook = isLink ? { ...look, link: { url: address } } : look;

    const labelStart = this.#position();
    if (isImage) this.#addReplacing(imageLabel(node.alt, address), span, labelLook);
    else this.addAll(node.children, labelLook);

    const isImageInLink = look.link !== undefined && isImage;
    if (address === undefined || isLink || isImageInLink) return;
    if (canLink) for (const run of shortAddressRuns(address, span, look)) this.#push(run);
    else this.#addAddress(address, this.#textSince(labelStart), span, look);
  }

  /** Shows the address behind a label that cannot be a link, if it says more than the label. */
  #addAddress(address: string, label: string, { to }: Span, look: Look): void {
    if (saysMore(address, label)) this.#addReplacing(` (${address})`, { from: to - 1, to }, look);
  }

  #addressOf(node: LinkOrImage): string | undefined {
    if (node.type === 'link' || node.type === 'image') return node.url;
    return this.#context.definitions.get(node.identifier.toUpperCase())?.url;
  }

  #position(): { readonly line: number; readonly run: number } {
    return { line: this.lines.length - 1, run: this.lines.at(-1)?.length ?? 0 };
  }

  #textSince({ line, run }: { readonly line: number; readonly run: number }): string {
    const [first = [], ...rest] = this.lines.slice(line);
    return [first.slice(run), ...rest].map(joinRuns).join(' ');
  }

  #addReplacing(text: string, span: Span, look: Look): void {
    if (text !== '') this.#push(createReplacingRun(text, span, look));
  }

  #push(run: Run): void {
    this.lines.at(-1)?.push(run);
  }

  #breakLine(): void {
    this.lines.push([]);
  }
}

/** The start of a mark with the space before it, unless the space separates words. */
function startOfMark(value: string, start: number, end: number): number {
  const hasSpace = value[start - 1] === ' ' && SPACE_OR_PUNCTUATION.test(value.slice(end, end + 1));
  return hasSpace ? start - 1 : start;
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function labelOf({ children: [first] }: Link): string {
  return first?.type === 'text' ? first.value : '';
}
