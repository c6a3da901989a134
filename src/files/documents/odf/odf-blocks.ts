import { fillSpans } from '../markdown/fill-spans.ts';
import type { MarkdownBlock } from '../markdown/join-items.ts';
import { writeHeading } from '../markdown/write-heading.ts';
import { writeListItem } from '../markdown/write-list-item.ts';
import { writeInnerTable, writeTable } from '../markdown/write-table.ts';
import { attributeOf } from '../xml/attribute-of.ts';
import { childrenOf } from '../xml/children-of.ts';
import { descendantsOf } from '../xml/descendants-of.ts';
import { nodeText } from '../xml/node-text.ts';
import type { XmlElement } from '../xml/parse-xml.ts';
import { readOdfLine } from './read-odf-line.ts';

/** What the blocks of an OpenDocument are read with. */
export interface OdfContext {
  /** The styles of lists with numbers: their names with a level, as `L1 2`. */
  readonly numberedLevels: ReadonlySet<string>;
  readonly deletions: ReadonlyMap<string, string>;
  readonly isInCell: boolean;
}

interface ListPlace {
  readonly style: string;
  readonly depth: number;
}

/** Elements without words for the reader of the document. */
const SKIPPED = new Set([
  'tracked-changes',
  'sequence-decls',
  'forms',
  'notes',
  'variable-decls',
  'user-field-decls',
]);
const MAX_REPEATS = 100;
const MAX_LIST_DEPTH = 9;

/** Finds out how lists look, and what was deleted. */
export function createOdfContext(root: XmlElement): OdfContext {
  const numberedLevels = new Set<string>();
  for (const style of descendantsOf(root, 'list-style')) {
    for (const level of childrenOf(style, 'list-level-style-number')) {
      if (!attributeOf(level, 'num-format')) continue;
      numberedLevels.add(`${attributeOf(style, 'name')} ${attributeOf(level, 'level')}`);
    }
  }

  const deletions = new Map<string, string>();
  for (const region of descendantsOf(root, 'changed-region')) {
    const deleted = childrenOf(region, 'deletion').flatMap((deletion) =>
      childrenOf(deletion)
        .filter(({ name }) => name === 'p' || name === 'h')
        .map(nodeText),
    );
    if (deleted.length > 0) deletions.set(attributeOf(region, 'id') ?? '', deleted.join('\n'));
  }
  return { numberedLevels, deletions, isInCell: false };
}

/** The blocks in an element of an OpenDocument, as Markdown. */
export function* odfBlocks(parent: XmlElement, context: OdfContext): Generator<MarkdownBlock> {
  for (const element of childrenOf(parent)) {
    if (SKIPPED.has(element.name)) continue;
    if (element.name === 'h' || element.name === 'p') yield* lineBlocks(element, context);
    else if (element.name === 'list') yield* listBlocks(element, { style: '', depth: 0 }, context);
    else if (element.name === 'table') yield tableBlock(element, context);
    else if (element.name === 'frame') yield* frameBlocks(element, context);
    else yield* odfBlocks(element, context);
  }
}

function* lineBlocks(element: XmlElement, context: OdfContext): Generator<MarkdownBlock> {
  const { text, notes, boxes } = readOdfLine(element, context.deletions);
  const level = Number(attributeOf(element, 'outline-level')) || 1;
  const isHeading = element.name === 'h';
  yield { text: isHeading ? writeHeading(level, text) : text.trim(), isItem: false };
  for (const note of notes) yield { text: note, isItem: false };
  for (const box of boxes) yield* odfBlocks(box, context);
}

/** A frame outside of a paragraph holds a box, a table, or a picture. */
function* frameBlocks(frame: XmlElement, context: OdfContext): Generator<MarkdownBlock> {
  yield* lineBlocks({ name: 'p', attributes: {}, children: [withoutTables(frame)] }, context);
  for (const table of childrenOf(frame, 'table')) yield tableBlock(table, context);
}

function withoutTables(frame: XmlElement): XmlElement {
  const hasTable = childrenOf(frame, 'table').length > 0;
  return hasTable ? { ...frame, children: [] } : frame;
}

function* listBlocks(
  list: XmlElement,
  place: ListPlace,
  context: OdfContext,
): Generator<MarkdownBlock> {
  const style = attributeOf(list, 'style-name') ?? place.style;
  const isNumbered = context.numberedLevels.has(`${style} ${place.depth + 1}`);
  const inner = { style, depth: Math.min(place.depth + 1, MAX_LIST_DEPTH) };
  let number = 0;

  for (const item of childrenOf(list)) {
    number = Number(attributeOf(item, 'start-value')) || number + 1;
    const marker = isNumbered && item.name === 'list-item' ? `${number}.` : '-';
    const lists = childrenOf(item, 'list');
    const own = childrenOf(item).filter(({ name }) => name !== 'list');
    const blocks = [...odfBlocks({ ...item, children: own }, context)];
    const text = blocks
      .map((block) => block.text.replace(/^#+ /, ''))
      .filter(Boolean)
      .join('\n');

    if (text) yield { text: writeListItem(marker, place.depth, text), isItem: true };
    for (const each of lists) yield* listBlocks(each, inner, context);
  }
}

function tableBlock(table: XmlElement, context: OdfContext): MarkdownBlock {
  const rows = odfRows(table).map((row) =>
    childrenOf(row, 'table-cell').flatMap((cell) => {
      const text = [...odfBlocks(cell, { ...context, isInCell: true })]
        .map((block) => block.text)
        .filter(Boolean)
        .join('\n');
      const span = {
        text,
        columns: Number(attributeOf(cell, 'number-columns-spanned')) || 1,
        rows: Number(attributeOf(cell, 'number-rows-spanned')) || 1,
      };
      const repeats = Number(attributeOf(cell, 'number-columns-repeated')) || 1;
      return Array.from({ length: Math.min(repeats, MAX_REPEATS) }, () => span);
    }),
  );
  const grid = fillSpans(rows);
  return { text: context.isInCell ? writeInnerTable(grid) : writeTable(grid), isItem: false };
}

/** The rows of a table, those in groups and in its head too. */
export function odfRows(table: XmlElement): XmlElement[] {
  return childrenOf(table).flatMap((child) => {
    if (child.name === 'table-row') return [child];
    return /^table-(header-rows|row-group|rows)$/.test(child.name) ? odfRows(child) : [];
  });
}
