import { fillSpans } from '../markdown/fill-spans.ts';
import type { MarkdownBlock } from '../markdown/join-items.ts';
import { writeLink } from '../markdown/write-link.ts';
import { writeListItem } from '../markdown/write-list-item.ts';
import { writePicture } from '../markdown/write-picture.ts';
import { writeTable } from '../markdown/write-table.ts';
import { attributeOf } from '../xml/attribute-of.ts';
import { childAt, childOf, childrenOf } from '../xml/children-of.ts';
import { descendantOf, descendantsOf } from '../xml/descendants-of.ts';
import { nodeText } from '../xml/node-text.ts';
import type { XmlElement } from '../xml/parse-xml.ts';
import { officeMath } from './office-math.ts';

/** What a slide relates to, by the ids of relations. */
export interface SlideContext {
  readonly addresses: ReadonlyMap<string, string>;
  partOf(id: string | undefined): XmlElement | undefined;
}

/** The words of a slide. */
export interface SlideText {
  readonly title: string;
  readonly blocks: readonly MarkdownBlock[];
}

/** Placeholders that repeat on each slide. */
const REPEATED = new Set(['dt', 'ftr', 'sldNum', 'hdr']);
const TITLES = new Set(['title', 'ctrTitle']);

/** Reads the shapes of a slide, in their order; its title comes first. */
export function readSlide(tree: XmlElement | undefined, context: SlideContext): SlideText {
  let title = '';
  const blocks: MarkdownBlock[] = [];
  for (const shape of shapesIn(tree)) {
    const type = attributeOf(descendantOf(shape.children.find(isProperties), 'ph'), 'type') ?? '';
    if (REPEATED.has(type)) continue;
    if (TITLES.has(type) && !title) title = shapeText(shape, context);
    else blocks.push(...shapeBlocks(shape, type, context));
  }
  return { title, blocks };
}

function isProperties(node: XmlElement | string): node is XmlElement {
  return typeof node !== 'string' && /^nv\w*Pr$/.test(node.name);
}

/** The shapes of a tree, those in groups too. */
function* shapesIn(tree: XmlElement | undefined): Generator<XmlElement> {
  for (const child of childrenOf(tree)) {
    if (child.name === 'grpSp') yield* shapesIn(child);
    else if (child.name === 'AlternateContent') {
      yield* shapesIn(childOf(child, 'Choice') ?? childOf(child, 'Fallback'));
    } else if (!child.name.endsWith('Pr')) yield child;
  }
}

function shapeBlocks(shape: XmlElement, type: string, context: SlideContext): MarkdownBlock[] {
  if (shape.name === 'pic') return [plain(writePicture(descriptionOf(shape)))];
  if (shape.name === 'graphicFrame') return frameBlocks(shape, context);
  const isSubtitle = type === 'subTitle';
  const paragraphs = childrenOf(childOf(shape, 'txBody'), 'p');
  // The placeholder of the content shows each paragraph as an item; a text box shows plain lines.
  const isList = !isSubtitle && descendantOf(shape.children.find(isProperties), 'ph') !== undefined;
  return paragraphs.flatMap((paragraph) => paragraphBlocks(paragraph, isList, context));
}

function paragraphBlocks(
  paragraph: XmlElement,
  isList: boolean,
  context: SlideContext,
): MarkdownBlock[] {
  const text = lineText(paragraph, context).trim();
  if (!text) return [];
  const properties = childOf(paragraph, 'pPr');
  const level = Number.parseInt(attributeOf(properties, 'lvl') ?? '0', 10) || 0;
  const hasMark = childrenOf(properties).some(
    ({ name }) => name === 'buChar' || name === 'buAutoNum',
  );
  const hasNone = childOf(properties, 'buNone') !== undefined;
  if (!hasMark && (!isList || hasNone)) return [plain(text)];
  return [{ text: writeListItem('-', Math.min(level, 8), text), isItem: true }];
}

function lineText(paragraph: XmlElement, context: SlideContext): string {
  return childrenOf(paragraph)
    .map((child) => {
      if (child.name === 'br') return '\n';
      if (child.name === 'r' || child.name === 'fld') return runText(child, context);
      const math = descendantOf(child, 'oMath');
      return math ? officeMath(math) : '';
    })
    .join('');
}

function runText(run: XmlElement, { addresses }: SlideContext): string {
  const text = nodeText(childOf(run, 't'));
  const link = attributeOf(childAt(run, 'rPr', 'hlinkClick'), ':id');
  return link ? writeLink(text, addresses.get(link)) : text;
}

function frameBlocks(frame: XmlElement, context: SlideContext): MarkdownBlock[] {
  const data = childAt(frame, 'graphic', 'graphicData');
  const table = childOf(data, 'tbl');
  if (table) return [plain(tableText(table, context))];

  const chart = childOf(data, 'chart');
  if (chart) return [plain(chartText(context.partOf(attributeOf(chart, ':id'))))];
  const diagram = context.partOf(attributeOf(childOf(data, 'relIds'), ':dm'));
  const texts = [...descendantsOf(diagram, 't')].map(nodeText).filter((text) => text.trim());
  return texts.map((text) => ({ text: writeListItem('-', 0, text), isItem: true }));
}

function tableText(table: XmlElement, context: SlideContext): string {
  const rows = childrenOf(table, 'tr').map((row) =>
    childrenOf(row, 'tc')
      .filter((cell) => attributeOf(cell, 'hMerge') === undefined)
      .map((cell) => ({
        text: shapeText(cell, context),
        columns: Number.parseInt(attributeOf(cell, 'gridSpan') ?? '1', 10),
        rows: 1,
      })),
  );
  return writeTable(fillSpans(rows));
}

/** The title of a chart, and the points of its series that it stores. */
function chartText(root: XmlElement | undefined): string {
  const chart = descendantOf(root, 'chart');
  const title = [...descendantsOf(childOf(chart, 'title'), 't')].map(nodeText).join('');
  const series = [...descendantsOf(chart, 'ser')].slice(0, 20);
  const columns = [
    pointsOf(childOf(series[0], 'cat')),
    ...series.map((each) => pointsOf(childOf(each, 'val'))),
  ];
  const names = ['', ...series.map((each) => pointsOf(childOf(each, 'tx')).join(' '))];
  const length = columns.reduce((most, column) => Math.max(most, column.length), 0);
  const rows = Array.from({ length }, (_, index) => columns.map((column) => column[index] ?? ''));
  const table = rows.length > 0 ? `\n\n${writeTable([names, ...rows])}` : '';
  return `[chart${title && `: ${title}`}]${table}`;
}

function pointsOf(element: XmlElement | undefined): string[] {
  return [...descendantsOf(element, 'pt')]
    .slice(0, 200)
    .map((point) => nodeText(childOf(point, 'v')));
}

function shapeText(shape: XmlElement, context: SlideContext): string {
  const paragraphs = childrenOf(childOf(shape, 'txBody'), 'p');
  return paragraphs
    .map((paragraph) => lineText(paragraph, context))
    .join('\n')
    .trim();
}

function descriptionOf(shape: XmlElement): string | undefined {
  return attributeOf(descendantOf(shape, 'cNvPr'), 'descr');
}

function plain(text: string): MarkdownBlock {
  return { text, isItem: false };
}
