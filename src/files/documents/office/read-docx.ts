import { toOneLine } from '../../../lib/to-one-line.ts';
import type { DocumentText } from '../document-text.ts';
import { fillSpans } from '../markdown/fill-spans.ts';
import { joinItems, type MarkdownBlock } from '../markdown/join-items.ts';
import { writeHeading } from '../markdown/write-heading.ts';
import { writeListItem } from '../markdown/write-list-item.ts';
import { writeInnerTable, writeTable } from '../markdown/write-table.ts';
import { gatherBlocks } from '../text/gather-blocks.ts';
import { attributeOf } from '../xml/attribute-of.ts';
import { childAt, childOf, childrenOf } from '../xml/children-of.ts';
import type { XmlElement } from '../xml/parse-xml.ts';
import { type DocxNotes, readDocxNotes } from './docx-notes.ts';
import { type DocxNumbering, readDocxNumbering } from './docx-numbering.ts';
import { type DocxStyles, readDocxStyles } from './docx-styles.ts';
import type { OfficePackage } from './office-package.ts';
import {
  type DocxReference,
  isDocxContent,
  readDocxLine,
  referenceMark,
} from './read-docx-line.ts';

/** What the blocks of a document are read with. */
interface Context {
  readonly styles: DocxStyles;
  readonly numbering: DocxNumbering;
  readonly notes: DocxNotes;
  readonly addresses: ReadonlyMap<string, string>;
  readonly isInCell: boolean;
}

/** A Word document as Markdown. `undefined`: it has no body. */
export function readDocx(office: OfficePackage, limit: number): DocumentText | undefined {
  const main = office.part(office.mainPart);
  const body = childAt(main?.root, 'document', 'body');
  if (!main || !body) return undefined;

  const relatedName = (type: string) => office.related(office.mainPart, type);
  const related = (type: string) => office.part(relatedName(type))?.root;
  const context: Context = {
    styles: readDocxStyles(related('styles')),
    numbering: readDocxNumbering(related('numbering')),
    notes: readDocxNotes(related, (type) => addressesOf(office, relatedName(type))),
    addresses: addressesOf(office, office.mainPart),
    isInCell: false,
  };

  const blocks = function* () {
    yield* joinItems(blocksIn(body, context));
    yield* marginBlocks(office, context);
  };
  return gatherBlocks(blocks(), limit, [
    main.isCut ? 'the end of the document is left out' : undefined,
  ]);
}

function addressesOf(office: OfficePackage, part: string | undefined): ReadonlyMap<string, string> {
  if (part === undefined) return new Map();
  const relations = office.relationsOf(part).filter(({ type }) => type === 'hyperlink');
  return new Map(relations.map(({ id, target }) => [id, target]));
}

function* blocksIn(parent: XmlElement, context: Context): Generator<MarkdownBlock> {
  for (const child of parent.children) {
    if (!isDocxContent(child)) continue;
    if (child.name === 'p') yield* paragraphBlocks(child, context);
    else if (child.name === 'tbl') yield* tableBlocks(child, context);
    else yield* blocksIn(child, context);
  }
}

function* paragraphBlocks(paragraph: XmlElement, context: Context): Generator<MarkdownBlock> {
  const { text, references, boxes } = readDocxLine(paragraph, context.addresses);
  yield* styledBlock(paragraph, text, context);
  for (const reference of references) {
    yield { text: noteText(reference, context.notes), isItem: false };
  }
  for (const box of boxes) yield* blocksIn(box, context);
}

function* styledBlock(
  paragraph: XmlElement,
  text: string,
  { styles, numbering }: Context,
): Generator<MarkdownBlock> {
  if (!text.trim()) return;
  const place = styles.listPlace(paragraph);
  const label = place && numbering.next(place);
  const level = styles.headingLevel(paragraph);

  if (level !== undefined) {
    const number = label && label !== '-' ? `${label} ` : '';
    yield { text: writeHeading(level, number + text), isItem: false };
  } else if (place && label) {
    yield { text: writeListItem(label, place.level, text), isItem: true };
  } else {
    yield { text: text.trim(), isItem: false };
  }
}

/** A note or comment, right below the paragraph that it belongs to. */
function noteText(reference: DocxReference, notes: DocxNotes): string {
  const note = notes.find(reference);
  if (!note) return '';
  const author = note.author ? ` by ${note.author}` : '';
  const mark = referenceMark(reference);
  return reference.kind === 'comment' ? `${mark}${author}: ${note.text}` : `${mark}: ${note.text}`;
}

function* tableBlocks(table: XmlElement, context: Context): Generator<MarkdownBlock> {
  const rows = childrenOf(table)
    .flatMap((child) => (child.name === 'sdt' ? childrenOf(childOf(child, 'sdtContent')) : [child]))
    .filter(({ name }) => name === 'tr')
    .map(cellsOf);

  // A frame around text is a table of one cell.
  const [only, second] = rows.flat();
  if (only && !second) {
    yield* blocksIn(only, context);
    return;
  }

  const above: string[] = [];
  const cells = rows.map((row) => {
    let column = 0;
    return row.map((cell) => {
      const columns = Number.parseInt(
        attributeOf(childAt(cell, 'tcPr', 'gridSpan'), 'val') ?? '1',
        10,
      );
      const text = continuesAbove(cell) ? (above[column] ?? '') : cellText(cell, context);
      above[column] = text;
      column += Math.min(Math.max(1, columns || 1), 100);
      return { text, columns, rows: 1 };
    });
  });
  const grid = fillSpans(cells);
  yield { text: context.isInCell ? writeInnerTable(grid) : writeTable(grid), isItem: false };
}

function cellsOf(row: XmlElement): XmlElement[] {
  return childrenOf(row).flatMap((child) => {
    if (child.name === 'sdt') return childrenOf(childOf(child, 'sdtContent'), 'tc');
    return child.name === 'tc' ? [child] : [];
  });
}

/** Tells whether the cell is merged with the one above it. */
function continuesAbove(cell: XmlElement): boolean {
  const merge = childAt(cell, 'tcPr', 'vMerge');
  return merge !== undefined && attributeOf(merge, 'val') !== 'restart';
}

function cellText(cell: XmlElement, context: Context): string {
  return [...blocksIn(cell, { ...context, isInCell: true })]
    .map(({ text }) => text)
    .filter(Boolean)
    .join('\n');
}

/** The words above and below the pages, such as a letterhead: each once. */
function* marginBlocks(office: OfficePackage, context: Context): Generator<string> {
  const said = new Set<string>();
  for (const { type, target } of office.relationsOf(office.mainPart)) {
    if (type !== 'header' && type !== 'footer') continue;
    const root = office.part(target)?.root;
    const texts = root ? [...blocksIn(root, context)].map(({ text }) => toOneLine(text)) : [];
    const words = texts.filter(Boolean).join(' · ');
    // A page number alone says nothing.
    if (!/\p{L}{2}/u.test(words) || said.has(words)) continue;
    said.add(words);
    yield `[${type} of the pages: ${words}]`;
  }
}
