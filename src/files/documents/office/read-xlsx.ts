import type { DocumentText } from '../document-text.ts';
import type { Sheet } from '../sheets/sheet.ts';
import { writeSheets } from '../sheets/write-sheets.ts';
import { attributeOf } from '../xml/attribute-of.ts';
import { childAt, childOf, childrenOf } from '../xml/children-of.ts';
import { nodeText } from '../xml/node-text.ts';
import type { XmlElement } from '../xml/parse-xml.ts';
import { formatNumber, type NumberKind, numberKind } from './number-kind.ts';
import type { OfficePackage } from './office-package.ts';
import { type RawCell, readSheetXml } from './read-sheet-xml.ts';
import { readSharedStrings } from './shared-strings.ts';

const MAX_SHEETS = 100;

/** A workbook, each sheet as a table. `undefined`: it has no list of sheets. */
export function readXlsx(office: OfficePackage, limit: number): DocumentText | undefined {
  const workbook = childOf(office.part(office.mainPart)?.root, 'workbook');
  if (!workbook) return undefined;

  const targets = new Map(
    office.relationsOf(office.mainPart).map(({ id, target }) => [id, target]),
  );
  const context = readCellContext(office, workbook);
  const format = (cell: RawCell) => writeRawCell(cell, context);
  const sheets = childrenOf(childOf(workbook, 'sheets'), 'sheet')
    .slice(0, MAX_SHEETS)
    .flatMap((element) => {
      const target = targets.get(attributeOf(element, ':id') ?? '');
      return target === undefined ? [] : [readSheet(office, element, target, limit, format)];
    });
  return writeSheets(sheets, limit);
}

function readSheet(
  office: OfficePackage,
  element: XmlElement,
  target: string,
  limit: number,
  format: (cell: RawCell) => string,
): Sheet {
  const entry = office.archive.find(target);
  const isHidden = /hidden/i.test(attributeOf(element, 'state') ?? '');
  const name = `${attributeOf(element, 'name') ?? ''}${isHidden ? ' (hidden)' : ''}`;
  if (!entry) return { name, rows: [], rowCount: 0, comments: [] };
  const cells = readSheetXml(office.archive.chunksOf(entry), limit, format);
  return { name, ...cells, comments: readComments(office, target) };
}

/** The comments of a sheet: `B2 (Ada): too high?` */
function readComments(office: OfficePackage, sheet: string): string[] {
  const root = office.part(office.related(sheet, 'comments'))?.root;
  const authors = childrenOf(childAt(root, 'comments', 'authors'), 'author').map(nodeText);
  return childrenOf(childAt(root, 'comments', 'commentList'), 'comment').map((comment) => {
    const author = authors[Number(attributeOf(comment, 'authorId'))];
    // The comments of today's Excel stand in another part; their stand-in here is named `tc={…}`.
    const by = author && !author.startsWith('tc=') ? ` (${author})` : '';
    return `${attributeOf(comment, 'ref')}${by}: ${nodeText(childOf(comment, 'text'))}`;
  });
}

/** What the cells of all sheets of a workbook point to. */
interface CellContext {
  readonly strings: readonly string[];
  readonly kinds: readonly NumberKind[];
  readonly isFrom1904: boolean;
}

function readCellContext(office: OfficePackage, workbook: XmlElement): CellContext {
  const calendar = attributeOf(childOf(workbook, 'workbookPr'), 'date1904') ?? '';
  return {
    strings: readSharedStrings(office),
    kinds: readNumberKinds(office),
    isFrom1904: /^(1|true)$/.test(calendar),
  };
}

/** Writes a cell nearly as Excel shows it. A formula without a stored result stands for itself. */
function writeRawCell({ type, style, value, formula }: RawCell, context: CellContext): string {
  if (value === '') return formula === '' ? '' : `=${formula}`;
  if (type === 's') return context.strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  const kind = context.kinds[style] ?? 'plain';
  return type === 'n' ? writeNumber(value, kind, context.isFrom1904) : value;
}

function writeNumber(value: string, kind: NumberKind, isFrom1904: boolean): string {
  const number = Number(value);
  return Number.isFinite(number) ? formatNumber(number, kind, isFrom1904) : value;
}

/** The kinds of numbers, by the index of a cell's style. */
function readNumberKinds(office: OfficePackage): NumberKind[] {
  const root = office.part(office.related(office.mainPart, 'styles'))?.root;
  const styles = childOf(root, 'styleSheet');
  const codes = new Map(
    childrenOf(childOf(styles, 'numFmts'), 'numFmt').map((format) => [
      Number(attributeOf(format, 'numFmtId')),
      attributeOf(format, 'formatCode'),
    ]),
  );
  return childrenOf(childOf(styles, 'cellXfs'), 'xf').map((style) => {
    const id = Number(attributeOf(style, 'numFmtId'));
    return numberKind(id, codes.get(id));
  });
}
