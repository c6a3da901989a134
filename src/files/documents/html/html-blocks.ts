import { fillSpans } from '../markdown/fill-spans.ts';
import { writeFence } from '../markdown/write-fence.ts';
import { writeHeading } from '../markdown/write-heading.ts';
import { writeListItem } from '../markdown/write-list-item.ts';
import { writeTable } from '../markdown/write-table.ts';
import { attributeOf } from '../xml/attribute-of.ts';
import { childOf, childrenOf } from '../xml/children-of.ts';
import { descendantOf } from '../xml/descendants-of.ts';
import type { XmlElement, XmlNode } from '../xml/parse-xml.ts';
import { inlineText, tidyInline } from './inline-text.ts';
import { isHiddenElement } from './is-hidden-element.ts';

const BLOCKS = new Set(
  (
    'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure ' +
    'footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main ol p pre section summary table tbody td ' +
    'tfoot th thead tr ul search'
  ).split(' '),
);
const HEADING = /^h[1-6]$/;
const MAX_LIST_DEPTH = 12;
/** Mails quote mails that quote mails. */
const MAX_QUOTE_DEPTH = 6;

/** The blocks of a page as Markdown, in their order. */
export function htmlBlocks(element: XmlElement): Generator<string> {
  return createBlockWriter().blocksIn(element, 0);
}

function createBlockWriter() {
  const known = new Map<XmlElement, boolean>();
  let quoteDepth = 0;

  /** Tells whether an element is a block, or has one inside, as a link around a heading has. */
  function hasBlock(node: XmlNode): boolean {
    if (typeof node === 'string') return false;
    const before = known.get(node);
    if (before !== undefined) return before;
    const has = BLOCKS.has(node.name) || node.children.some(hasBlock);
    known.set(node, has);
    return has;
  }

  function* blocksIn(element: XmlElement, depth: number): Generator<string> {
    let line = '';
    for (const child of element.children) {
      if (isHiddenElement(child)) continue;
      if (typeof child === 'string' || !hasBlock(child)) {
        line += inlineText(child);
        continue;
      }
      yield tidyInline(line);
      line = '';
      yield* blocksOf(child, depth);
    }
    yield tidyInline(line);
  }

  const writers: Readonly<Record<string, (element: XmlElement, depth: number) => string>> = {
    pre: (element) => writeFence(preText(element), languageOf(element)),
    hr: () => '---',
    blockquote: (element, depth) => {
      quoteDepth += 1;
      const text = joinBlocks([...blocksIn(element, depth)]);
      quoteDepth -= 1;
      return quoteDepth < MAX_QUOTE_DEPTH ? quote(text) : text;
    },
    ul: listText,
    ol: listText,
    dt: (element) => {
      const words = tidyInline(inlineIn(element));
      return words && `**${words}**`;
    },
  };

  function* blocksOf(element: XmlElement, depth: number): Generator<string> {
    const { name } = element;
    if (HEADING.test(name)) yield writeHeading(Number(name[1]), inlineIn(element));
    else if (name === 'table') yield* tableBlocks(element, depth);
    else if (Object.hasOwn(writers, name)) yield writers[name]?.(element, depth) ?? '';
    else yield* blocksIn(element, depth);
  }

  function listText(list: XmlElement, depth: number): string {
    const isOrdered = list.name === 'ol';
    let number = Number.parseInt(attributeOf(list, 'start') ?? '1', 10) || 1;
    const items: string[] = [];

    for (const child of childrenOf(list)) {
      if (isHiddenElement(child)) continue;
      const marker = isOrdered && child.name === 'li' ? `${number}.` : '-';
      if (child.name === 'li') number += 1;
      items.push(...itemLines(child, marker, depth));
    }
    return items.join('\n');
  }

  /** An item with the lists inside of it, which have an indent of their own. */
  function itemLines(item: XmlElement, marker: string, depth: number): string[] {
    if (item.name !== 'li') return [...blocksOf(item, depth)].filter(Boolean);
    const inner = Math.min(depth + 1, MAX_LIST_DEPTH);
    const own = item.children.filter((child) => !isList(child));
    const text = [...blocksIn({ ...item, children: own }, inner)].filter(Boolean).join('\n');
    const lists = childrenOf(item).filter((child) => isList(child) && !isHiddenElement(child));
    const first = text ? [writeListItem(marker, depth, text)] : [];
    return [...first, ...lists.map((list) => listText(list, inner)).filter(Boolean)];
  }

  function* tableBlocks(table: XmlElement, depth: number): Generator<string> {
    const caption = childOf(table, 'caption');
    if (caption) yield tidyInline(inlineIn(caption));
    const rows = rowsOf(table);
    const cells = rows.flatMap(cellsOf);
    // Old pages and mails put their whole layout into tables.
    const isLayout = cells.length <= 1 || cells.some((cell) => descendantOf(cell, 'table'));

    if (isLayout) {
      for (const cell of cells) yield* blocksIn(cell, depth);
      return;
    }
    yield writeTable(
      fillSpans(
        rows.map((row) =>
          cellsOf(row).map((cell) => ({
            text: [...blocksIn(cell, 0)].filter(Boolean).join('\n'),
            columns: Number.parseInt(attributeOf(cell, 'colspan') ?? '1', 10),
            rows: Number.parseInt(attributeOf(cell, 'rowspan') ?? '1', 10),
          })),
        ),
      ),
    );
  }

  return { blocksIn };
}

function inlineIn(element: XmlElement): string {
  return element.children.map(inlineText).join('');
}

function isList(node: XmlNode): boolean {
  return typeof node !== 'string' && (node.name === 'ul' || node.name === 'ol');
}

function rowsOf(table: XmlElement): XmlElement[] {
  return childrenOf(table).flatMap((child) => {
    if (child.name === 'tr') return [child];
    return /^(thead|tbody|tfoot)$/.test(child.name) ? childrenOf(child, 'tr') : [];
  });
}

function cellsOf(row: XmlElement): XmlElement[] {
  return childrenOf(row).filter(({ name }) => name === 'td' || name === 'th');
}

function joinBlocks(blocks: readonly string[]): string {
  return blocks.filter(Boolean).join('\n\n');
}

function quote(text: string): string {
  return text === '' ? '' : text.replace(/^/gm, '> ');
}

function preText(element: XmlElement): string {
  return element.children.map(rawText).join('').replace(/^\n/, '');
}

function rawText(node: XmlNode): string {
  if (typeof node === 'string') return node;
  return node.name === 'br' ? '\n' : node.children.map(rawText).join('');
}

/** The language that highlighters note in a class: `language-js`, `highlight-source-js`, `brush: js`. */
function languageOf(element: XmlElement): string | undefined {
  const classes = [element, childOf(element, 'code')].map(
    (each) => attributeOf(each, 'class') ?? '',
  );
  return /\b(?:language-|lang-|highlight-source-|brush:\s*)([\w+#-]+)/.exec(classes.join(' '))?.[1];
}
