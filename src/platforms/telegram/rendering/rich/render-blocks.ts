import type { InputRichBlock, InputRichBlockListItem, RichText } from 'grammy/types';
import type { Container, Line } from '../../../../markdown/layout.ts';
import { cleanText } from '../clean-text.ts';
import { renderTable } from './render-table.ts';
import { joinPieces, plainText, renderText } from './render-text.ts';

export type RichBlock = InputRichBlock;
type Item = Container & { readonly kind: 'item' };

/** Lists count for two of Telegram's 16 levels if their items do, and styles and links for five. */
const DEEPEST = 5;
/** An item needs something in it. */
const NOTHING: RichBlock = { type: 'paragraph', text: '\u00A0' };

/** Lines as blocks; none: they show nothing. */
export function renderBlocks(lines: readonly Line[]): RichBlock[] {
  return new Blocks(lines.map(flatten)).all();
}

function flatten(line: Line): Line {
  const { containers } = line;
  const innermost = containers.at(-1);
  if (containers.length <= DEEPEST || !innermost) return line;
  return { ...line, containers: [...containers.slice(0, DEEPEST - 1), innermost] };
}

class Blocks {
  readonly #lines: readonly Line[];
  /** Labels of footnotes that stand here, and of those that were shown. */
  readonly #notes: ReadonlySet<string>;
  readonly #noted = new Set<string>();

  constructor(lines: readonly Line[]) {
    this.#lines = lines;
    const labels = lines.flatMap(({ opens }) =>
      opens.map((one) => (one.kind === 'item' ? one.note : undefined)),
    );
    this.#notes = new Set(labels.flatMap((label) => label?.toLowerCase() ?? []));
  }

  all(): RichBlock[] {
    return this.#inside(this.#lines, 0);
  }

  #inside(lines: readonly Line[], depth: number): RichBlock[] {
    const blocks: RichBlock[] = [];
    for (const group of groupBy(lines, ({ containers, leaf }) => containers[depth] ?? leaf)) {
      const container = group[0]?.containers[depth];
      if (!container) blocks.push(...this.#leaf(group));
      else if (container.kind === 'quote') blocks.push(...this.#quote(group, depth));
      else if (!group[0]?.opens.includes(container)) blocks.push(...this.#inside(group, depth + 1));
      else if (container.note !== undefined)
        blocks.push(...this.#note(container.note, group, depth));
      else addItem(blocks, { ...markOf(container), blocks: this.#filled(group, depth) }, container);
    }
    return blocks;
  }

  #quote(lines: readonly Line[], depth: number): RichBlock[] {
    const blocks = this.#inside(lines, depth + 1);
    return blocks.length > 0 ? [{ type: 'blockquote', blocks }] : [];
  }

  #filled(lines: readonly Line[], depth: number): RichBlock[] {
    const blocks = this.#inside(lines, depth + 1);
    return blocks.length > 0 ? blocks : [NOTHING];
  }

  #note(label: string, lines: readonly Line[], depth: number): RichBlock[] {
    const blocks = this.#inside(lines, depth + 1);
    const text = `[${cleanText(label)}]`;
    const name = label.toLowerCase();
    // A name can be led to only once.
    const mark: RichText = this.#noted.has(name) ? text : { type: 'reference', text, name };
    this.#noted.add(name);
    const [first, ...rest] = blocks;
    if (first?.type !== 'paragraph') return [{ type: 'paragraph', text: mark }, ...blocks];
    return [{ type: 'paragraph', text: joinPieces([mark, ' ', ...[first.text].flat()]) }, ...rest];
  }

  #leaf(lines: readonly Line[]): RichBlock[] {
    const leaf = lines[0]?.leaf;
    if (leaf?.kind === 'rule') return [{ type: 'divider' }];
    if (leaf?.kind === 'table') return renderTable(lines, leaf, this.#notes);
    const text = renderText(lines, this.#notes);
    if (!leaf || text === undefined) return [];
    if (leaf.kind === 'math')
      return [{ type: 'mathematical_expression', expression: plainText(lines) }];
    if (leaf.kind === 'heading') return [{ type: 'heading', text, size: sizeOf(leaf.level) }];
    if (leaf.kind === 'text') return [{ type: 'paragraph', text }];
    const language = leaf.language && cleanText(leaf.language).trim();
    return [{ type: 'pre', text: plainText(lines), ...(language && { language }) }];
  }
}

/** Neighbours with the same key. */
function groupBy(lines: readonly Line[], keyOf: (line: Line) => object): Line[][] {
  const groups: { readonly key: object; readonly lines: Line[] }[] = [];
  for (const line of lines) {
    const key = keyOf(line);
    const last = groups.at(-1);
    if (last?.key === key) last.lines.push(line);
    else groups.push({ key, lines: [line] });
  }
  return groups.map((group) => group.lines);
}

function markOf({ ordinal, checked }: Item): Omit<InputRichBlockListItem, 'blocks'> {
  return {
    ...(ordinal !== undefined && { value: ordinal, type: '1' }),
    ...(checked !== undefined && { has_checkbox: true }),
    ...(checked && { is_checked: true }),
  };
}

/** Numbered items and others are not in one list. */
function addItem(blocks: RichBlock[], item: InputRichBlockListItem, { ordinal }: Item): void {
  const last = blocks.at(-1);
  const isNumbered = last?.type === 'list' && last.items[0]?.value !== undefined;
  if (last?.type === 'list' && isNumbered === (ordinal !== undefined)) last.items.push(item);
  else blocks.push({ type: 'list', items: [item] });
}

function sizeOf(level: number): 1 | 2 | 3 | 4 | 5 | 6 {
  const sizes = [1, 2, 3, 4, 5] as const;
  return sizes.find((size) => size === level) ?? 6;
}
