import type { InputRichBlock, InputRichBlockListItem, RichText } from 'grammy/types';
import { omitUndefined } from '../../../../lib/omit-undefined.ts';
import type { Container, Leaf, Line } from '../../../../markdown/layout/layout.ts';
import { cleanText } from '../clean-text.ts';
import { renderTable } from './render-table.ts';
import { type FootnoteLabels, joinPieces, plainText, renderText } from './render-text.ts';

/** One block of a rich message, and all blocks inside of it. */
export type RichBlock = InputRichBlock;
type ItemContainer = Container & { readonly kind: 'item' };

/**
 * Telegram allows 16 levels. If list items count as levels, a list takes two of them, and styles
 * and links take up to five.
 */
const MAX_DEPTH = 5;
/** Telegram refuses a list item without content. */
const EMPTY_PARAGRAPH: RichBlock = { type: 'paragraph', text: '\u00A0' };

/** Renders lines as the blocks of one message. Gives no blocks when the lines show nothing. */
export function renderBlocks(lines: readonly Line[]): RichBlock[] {
  return new BlockRenderer(lines.map(flattenContainers)).renderAll();
}

/** Leaves out the containers between the outer ones and the innermost one. */
function flattenContainers(line: Line): Line {
  const { containers } = line;
  const innermost = containers.at(-1);
  if (containers.length <= MAX_DEPTH || !innermost) return line;

  return { ...line, containers: [...containers.slice(0, MAX_DEPTH - 1), innermost] };
}

/** Renders the lines of one message. */
class BlockRenderer {
  readonly #lines: readonly Line[];
  /** The footnotes of this message. */
  readonly #footnotes: FootnoteLabels;
  /** The footnotes that have a block already. */
  readonly #renderedFootnotes = new Set<string>();

  constructor(lines: readonly Line[]) {
    this.#lines = lines;
    this.#footnotes = findFootnotes(lines);
  }

  renderAll(): RichBlock[] {
    return this.#renderContent(this.#lines, 0);
  }

  /** Renders the content of containers at `depth`; 0 is the content of the message itself. */
  #renderContent(lines: readonly Line[], depth: number): RichBlock[] {
    const blocks: RichBlock[] = [];

    for (const group of groupByObject(lines, ({ containers, leaf }) => containers[depth] ?? leaf)) {
      const [firstLine] = group;
      const container = firstLine?.containers[depth];

      if (!container) blocks.push(...this.#renderLeaf(group));
      else if (container.kind === 'quote') blocks.push(...this.#renderQuote(group, depth));
      // An item that began on an earlier page goes on here without its marker.
      else if (!firstLine?.opens.includes(container))
        blocks.push(...this.#renderContent(group, depth + 1));
      else if (container.footnote !== undefined)
        blocks.push(...this.#renderFootnote(container.footnote, group, depth));
      else addItem(blocks, container, this.#renderItemContent(group, depth));
    }

    return blocks;
  }

  #renderQuote(lines: readonly Line[], depth: number): RichBlock[] {
    const blocks = this.#renderContent(lines, depth + 1);
    return blocks.length > 0 ? [{ type: 'blockquote', blocks }] : [];
  }

  #renderItemContent(lines: readonly Line[], depth: number): RichBlock[] {
    const blocks = this.#renderContent(lines, depth + 1);
    return blocks.length > 0 ? blocks : [EMPTY_PARAGRAPH];
  }

  /** Puts the label before the first paragraph of the footnote. References link to the label. */
  #renderFootnote(label: string, lines: readonly Line[], depth: number): RichBlock[] {
    const blocks = this.#renderContent(lines, depth + 1);
    const text = `[${cleanText(label)}]`;
    const name = label.toLowerCase();

    // Only one block of a message can have a name that references link to.
    const isRepeated = this.#renderedFootnotes.has(name);
    const marker: RichText = isRepeated ? text : { type: 'reference', text, name };
    this.#renderedFootnotes.add(name);

    const [first, ...rest] = blocks;
    if (first?.type !== 'paragraph') return [{ type: 'paragraph', text: marker }, ...blocks];

    const markedText = joinPieces([marker, ' ', ...[first.text].flat()]);
    return [{ type: 'paragraph', text: markedText }, ...rest];
  }

  /** Renders the lines of one leaf. */
  #renderLeaf(lines: readonly Line[]): RichBlock[] {
    const leaf = lines[0]?.leaf;
    if (leaf?.kind === 'rule') return [{ type: 'divider' }];
    if (leaf?.kind === 'table') return [renderTable(lines, leaf, this.#footnotes)];

    const text = renderText(lines, this.#footnotes);
    return leaf && text !== undefined ? [renderTextLeaf(leaf, text, lines)] : [];
  }
}

function renderTextLeaf(leaf: Leaf, text: RichText, lines: readonly Line[]): RichBlock {
  switch (leaf.kind) {
    case 'math':
      return { type: 'mathematical_expression', expression: plainText(lines) };
    case 'heading':
      return { type: 'heading', text, size: headingSize(leaf.level) };
    case 'code': {
      const language = leaf.language && cleanText(leaf.language).trim();
      return omitUndefined({
        type: 'pre' as const,
        text: plainText(lines),
        language: language || undefined,
      });
    }
    default:
      return { type: 'paragraph', text };
  }
}

/** The labels of all footnotes that begin in these lines. */
function findFootnotes(lines: readonly Line[]): FootnoteLabels {
  const labels = lines.flatMap(({ opens }) =>
    opens.map((container) => (container.kind === 'item' ? container.footnote : undefined)),
  );
  return new Set(labels.flatMap((label) => label?.toLowerCase() ?? []));
}

/** Groups neighbours that have the same object as their key. */
function groupByObject(lines: readonly Line[], keyOf: (line: Line) => object): Line[][] {
  const groups: { readonly key: object; readonly lines: Line[] }[] = [];

  for (const line of lines) {
    const key = keyOf(line);
    const last = groups.at(-1);
    if (last?.key === key) last.lines.push(line);
    else groups.push({ key, lines: [line] });
  }

  return groups.map((group) => group.lines);
}

/**
 * Adds an item to the list at the end of `blocks`, or begins a list. A list is either numbered or
 * not.
 */
function addItem(blocks: RichBlock[], container: ItemContainer, content: RichBlock[]): void {
  const { ordinal, checked } = container;
  const isNumbered = ordinal !== undefined;
  const isTask = checked !== undefined;
  const item: InputRichBlockListItem = omitUndefined({
    value: ordinal,
    type: isNumbered ? ('1' as const) : undefined,
    has_checkbox: isTask ? (true as const) : undefined,
    is_checked: checked ? (true as const) : undefined,
    blocks: content,
  });

  const last = blocks.at(-1);
  const canJoin = last?.type === 'list' && isNumberedList(last) === isNumbered;
  if (canJoin) last.items.push(item);
  else blocks.push({ type: 'list', items: [item] });
}

function isNumberedList({ items }: RichBlock & { readonly type: 'list' }): boolean {
  return items[0]?.value !== undefined;
}

function headingSize(level: number): 1 | 2 | 3 | 4 | 5 | 6 {
  const sizes = [1, 2, 3, 4, 5] as const;
  return sizes.find((size) => size === level) ?? 6;
}
