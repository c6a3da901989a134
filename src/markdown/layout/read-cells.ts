import type { PhrasingContent, TableCell, TableRow } from 'mdast';
import { parseMarkdown } from '../syntax/parse-markdown.ts';
import { type LayoutContext, spanOf } from './layout-context.ts';

/** The most cells that one was divided into. */
const MOST_JOINED = 8;

/** What one cell shows, and the surroundings from which its offsets count. */
interface CellContent {
  readonly children: readonly PhrasingContent[];
  readonly context: LayoutContext;
}

/**
 * The contents of the cells of a row. By GFM's rule, a bar divides cells in code and in formulas,
 * too, so `$|x|$` and `(1 | group)` in a table would be several cells. Where a row has more cells
 * than the head, those that belong together are joined again.
 */
export function readCells(
  { children: cells }: TableRow,
  columnCount: number,
  context: LayoutContext,
): readonly CellContent[] {
  const contents: CellContent[] = [];
  let surplus = cells.length - columnCount;

  for (let index = 0; index < cells.length; ) {
    const most = Math.min(MOST_JOINED, surplus + 1);
    const count = most > 1 ? countJoined(cells.slice(index, index + most), context) : 1;
    contents.push(readContent(cells.slice(index, index + count), context));
    surplus -= count - 1;
    index += count;
  }
  return contents;
}

/** The number of cells that the first of them was before it was divided. */
function countJoined(cells: readonly TableCell[], context: LayoutContext): number {
  const isWhole = (count: number) => !isOpen(sourceOf(cells.slice(0, count), context).text);
  if (isWhole(1)) return 1;
  const counts = cells.map((_, index) => index + 1);
  return counts.find(isWhole) ?? 1;
}

/** True for code, a formula or a bracket without its end. */
function isOpen(text: string): boolean {
  const count = (sign: RegExp) => text.match(sign)?.length ?? 0;
  const isOdd = count(/`/g) % 2 === 1 || count(/(?<!\\)\$/g) % 2 === 1;
  return isOdd || count(/\(/g) > count(/\)/g) || count(/\{/g) > count(/\}/g);
}

function readContent(cells: readonly TableCell[], context: LayoutContext): CellContent {
  const [cell] = cells;
  if (cells.length === 1 && cell) return { children: cell.children, context };

  const { text, from } = sourceOf(cells, context);
  const [paragraph] = parseMarkdown(text, { links: [], footnotes: [] });
  const children: readonly PhrasingContent[] =
    paragraph?.type === 'paragraph' ? paragraph.children : cells.flatMap((other) => other.children);
  return { children, context: { ...context, base: from } };
}

/** The source of cells that follow each other, without the bars around it. */
function sourceOf(
  cells: readonly TableCell[],
  context: LayoutContext,
): { readonly text: string; readonly from: number } {
  const [first, last] = [cells[0], cells.at(-1)];
  if (!first || !last) return { text: '', from: context.base };

  const { from } = spanOf(first, context);
  const source = context.source.slice(from, spanOf(last, context).to);
  const start = /^\|?\s*/.exec(source)?.[0].length ?? 0;
  return { text: source.slice(start).replace(/\s*\|?$/, ''), from: from + start };
}
