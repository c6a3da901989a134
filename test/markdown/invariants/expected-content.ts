import type {
  Definition,
  ImageReference,
  LinkReference,
  Nodes,
  Root,
  RootContent,
  Table,
  TableCell,
} from 'mdast';
import { applyDepartures, findLiteralRanges } from './apply-departures.ts';
import { findFormulas } from './find-formulas.ts';
import { parsePlainMarkdown, rangeOf, visitNodes } from './plain-markdown.ts';
import { HTML_BREAK, HTML_STYLE_ENDS, HTML_STYLES } from './rewrite-html.ts';

/**
 * One part of the content that a document should show, read with plain mdast and nothing of
 * Parley's own. If Parley shows something else on purpose, the rule stands in this file, and no
 * check is loosened for it.
 */
export type ExpectedItem = ExpectedCharacter | { readonly kind: 'formula' } | ExpectedTable;

/** One visible character. White space counts only as a property of the next character. */
export interface ExpectedCharacter {
  readonly kind: 'character';
  readonly character: string;
  readonly isSpaced: boolean;
  /** Absent for markers, and for characters that may look in more than one way. */
  readonly styles?: ReadonlySet<string> | undefined;
}

/**
 * A table. It may be shown as a grid, or as a list of its rows, or as a grid up to a row and as a
 * list from there on: a table that grows changes with the first row that is too wide.
 */
export interface ExpectedTable {
  readonly kind: 'table';
  readonly header: readonly ExpectedItem[];
  /** All cells, as a grid shows them. */
  readonly grid: readonly ExpectedItem[];
  /**
   * All heads in one line, and then each row: its title, and the other cells behind the heads of
   * their columns, as a list shows them.
   */
  readonly list: readonly ExpectedItem[];
  /** The rows of the body in both forms. */
  readonly rows: readonly { readonly grid: Cell; readonly list: Cell }[];
}

/** The content that a platform shows in its own way. */
export interface PlatformRules {
  /** Tells if the platform shows a link to this address as a link. */
  isLink(url: string): boolean;
  /** In UTF-16 units. Longer addresses are shown in a short form, and stand in a file. */
  readonly longestAddress: { readonly linked: number; readonly shown: number };
  /** The text that stands before an item of a list. */
  itemMarker(item: ListItemKind): string;
}

interface ListItemKind {
  readonly ordinal: number | undefined;
  readonly checked: boolean | undefined;
}

type Parent = Extract<Nodes, { children: unknown }>;
type Styles = ReadonlySet<string>;

/** Formulas are not CommonMark: each is replaced by this character while mdast reads the rest. */
const FORMULA = '\uE000';
/** Both platforms get word joiners to disarm names. */
const WORD_JOINER = '\u2060';
/** White space, and what stands for the end of a line. */
const SPACE = new RegExp(`[\\s\\u0085${HTML_BREAK}]`);
/** `[^a-z]` and `[^"]+` are no references. */
const FOOTNOTE = /\[\^(?!(?:\w-\w)+\w?\])([\p{L}\p{N}_][^\s\]\\]*)\](?![+*{])/gu;
const LONGEST_ADDRESS = 300;
const LONGEST_LABEL = 40;
const NO_STYLES: Styles = new Set();

/** Reads the content of a document, as a platform with these rules should show it. */
export function readExpectedContent(
  markdown: string,
  rules: PlatformRules,
): readonly ExpectedItem[] {
  const source = maskFormulas(applyDepartures(markdown));
  const root = parseNumbered(source);
  const definitions = findDefinitions(root);

  const reader = new Reader(rules, definitions);
  for (const node of root.children)
    reader.read(readWithEarlierDefinitions(node, source, definitions), NO_STYLES);
  return reader.items;
}

function maskFormulas(markdown: string): string {
  const literalRanges = findLiteralRanges(markdown);

  const isLiteral = (from: number, to: number) =>
    literalRanges.some(([start, end]) => start < to && from < end);
  return findFormulas(markdown)
    .filter(([from, to]) => !isLiteral(from, to))
    .reduceRight((text, [from, to]) => text.slice(0, from) + FORMULA + text.slice(to), markdown);
}

/** Parses a document, and gives each item of a list the number that was written before it. */
function parseNumbered(source: string): Root {
  const root = parsePlainMarkdown(source);
  visitNodes(root, (node) => {
    if (node.type !== 'listItem') return;
    const number = /^\s*(\d+)/.exec(source.slice(...rangeOf(node)))?.[1];
    node.data = { number: Number(number) };
  });
  return root;
}

declare module 'mdast' {
  interface ListItemData {
    number?: number;
  }
}

function findDefinitions(root: Root): readonly Definition[] {
  const definitions: Definition[] = [];
  visitNodes(root, (node) => {
    if (node.type === 'definition') definitions.push(node);
  });
  return definitions;
}

/**
 * A reference counts only if its definition does not come later: a block before the definition was
 * shown before the definition came. A block with such a reference is parsed again without later
 * definitions.
 */
function readWithEarlierDefinitions(
  node: RootContent,
  source: string,
  definitions: readonly Definition[],
): Nodes {
  const [from, to] = rangeOf(node);
  const isDefined = (identifier: string) =>
    definitions.some((other) => other.identifier === identifier && rangeOf(other)[1] <= to);

  let needsParsing = false;
  visitNodes(node, (inner) => {
    const isReference = inner.type === 'linkReference' || inner.type === 'imageReference';
    if (isReference && !isDefined(inner.identifier)) needsParsing = true;
  });
  if (!needsParsing) return node;

  const earlierDefinitions = definitions
    .filter((definition) => rangeOf(definition)[1] <= from)
    .map((definition) => source.slice(...rangeOf(definition)));
  const text = [...earlierDefinitions, source.slice(from, to)].join('\n\n');
  return parseNumbered(text).children.at(-1) ?? node;
}

class Reader {
  readonly items: ExpectedItem[] = [];
  readonly #rules: PlatformRules;
  readonly #definitions: readonly Definition[];
  /** In a cell, line breaks are resolved later. */
  readonly #keepsLineBreaks: boolean;
  #isSpaced = false;
  readonly #htmlStyles: string[] = [];

  constructor(rules: PlatformRules, definitions: readonly Definition[], keepsLineBreaks = false) {
    this.#rules = rules;
    this.#definitions = definitions;
    this.#keepsLineBreaks = keepsLineBreaks;
  }

  read(node: Nodes, styles: Styles): void {
    const readNode = NODE_READERS[node.type];
    // The table gives each type of node the reader for this type.
    if (readNode) readNode(this, node as never, styles);
    else if ('children' in node) this.readChildren(node, styles);
  }

  readChildren(node: Parent, styles: Styles): void {
    for (const child of node.children) this.read(child, styles);
  }

  readBlock(node: Parent, styles: Styles): void {
    this.addSpace();
    this.readChildren(node, styles);
    this.addSpace();
  }

  addSpace(): void {
    this.#isSpaced = true;
  }

  addText(text: string, styles: Styles | undefined): void {
    for (const character of text) {
      if (character === FORMULA) this.#add({ kind: 'formula' });
      else if (character === HTML_BREAK && this.#keepsLineBreaks) this.#addLineBreak();
      else if (SPACE.test(character)) this.#isSpaced = true;
      else if (!this.#changeHtmlStyle(character) && character !== WORD_JOINER)
        this.#addCharacter(character, styles);
    }
  }

  #addLineBreak(): void {
    if (textOf(this.items.slice(-1)) !== HTML_BREAK) this.#add(toCharacter(HTML_BREAK));
  }

  /** Begins or ends the style of an element of HTML. */
  #changeHtmlStyle(character: string): boolean {
    const begun = HTML_STYLES.get(character);
    const ended = HTML_STYLE_ENDS.get(character);
    if (begun !== undefined) this.#htmlStyles.push(begun);
    if (ended !== undefined) this.#htmlStyles.splice(this.#htmlStyles.lastIndexOf(ended), 1);
    return begun !== undefined || ended !== undefined;
  }

  #addCharacter(character: string, styles: Styles | undefined): void {
    const all = styles && new Set([...styles, ...this.#htmlStyles]);
    this.#add({ kind: 'character', character, isSpaced: this.#isSpaced, styles: all });
  }

  addBlockText(text: string, styles: Styles | undefined): void {
    this.addSpace();
    this.addText(text, styles);
    this.addSpace();
  }

  addItemMarker(item: ListItemKind): void {
    this.addBlockText(this.#rules.itemMarker(item), undefined);
  }

  /** An address that is no link on this platform stands behind its label, if it says more. */
  readLink(url: string, node: Parent, styles: Styles): void {
    if (!this.#rules.isLink(url)) {
      this.readChildren(node, styles);
      this.#addAddress(url, labelOf(node));
      return;
    }

    const { linked, shown } = this.#rules.longestAddress;
    const isOwnLabel =
      url.endsWith(labelOf(node)) &&
      /^(?:\w+:)?(?:\/\/)?$/.test(url.slice(0, -labelOf(node).length));
    if (isOwnLabel && url.length > shown) this.addText(shortAddress(url), addStyle(styles, 'code'));
    else if (isOwnLabel || url.length <= linked)
      this.readChildren(node, isInLink(styles) ? styles : addStyle(styles, `link ${url}`));
    else {
      this.readChildren(node, styles);
      this.addText(` (${shortAddress(url)})`, undefined);
    }
  }

  /** An image is a link to it: a platform that loaded it would tell its server who reads. */
  readImage(alt: string | null | undefined, url: string, styles: Styles): void {
    const label = `🖼 ${alt || imageNameIn(url)}`;
    const isLink = this.#rules.isLink(url);
    const isNested = isInLink(styles);
    if (isLink && !isNested && url.length > this.#rules.longestAddress.linked) {
      this.addText(`${label} (${shortAddress(url)})`, undefined);
      return;
    }

    this.addText(label, isLink && !isNested ? addStyle(styles, `link ${url}`) : styles);
    if (!isLink && !isNested) this.#addAddress(url, label);
  }

  /** An address as text, in a short form if it is long. */
  shownAddress(url: string): string {
    return url.length > this.#rules.longestAddress.shown ? shortAddress(url) : url;
  }

  urlOf({ identifier }: LinkReference | ImageReference): string {
    const definition = this.#definitions.find((other) => other.identifier === identifier);
    return definition?.url ?? '';
  }

  readTable(node: Table): void {
    const rows = node.children.map((row, index) =>
      row.children.map((cell) => this.#readCell(cell, index === 0)),
    );
    const [heads = [], ...body] = rows;
    const listed = listRows(heads, body);

    this.items.push({
      kind: 'table',
      header: withoutSpaces(heads.flat()),
      grid: withoutSpaces(rows.flat(2)),
      list: withoutSpaces([...joinCells(heads), ...listed.flat()]),
      rows: body.map((row, index) => ({
        grid: withoutSpaces(row.flat()),
        list: withoutSpaces(listed[index] ?? []),
      })),
    });
  }

  #readCell(cell: TableCell, isHead: boolean): Cell {
    const reader = new Reader(this.#rules, this.#definitions, true);
    reader.readChildren(cell, NO_STYLES);
    return resolveLineBreaks(reader.items, isHead);
  }

  #addAddress(url: string, label: string): void {
    const isData = url.startsWith('data:');
    const isReadable = url !== '' && url.length <= LONGEST_ADDRESS && !isData;
    if (isReadable && !url.endsWith(label)) this.addText(` (${url})`, undefined);
  }

  #add(item: ExpectedItem): void {
    this.items.push(item);
    this.#isSpaced = false;
  }
}

const isInLink = (styles: Styles) => [...styles].some((style) => style.startsWith('link '));
const addStyle = (styles: Styles, style: string): Styles => new Set([...styles, style]);

function imageNameIn(url: string): string {
  const name = /([^/?#]+)(?:[?#].*)?$/.exec(url)?.[1];
  return name === undefined || url.startsWith('data:') ? 'image' : name.slice(0, LONGEST_LABEL);
}

function shortAddress(url: string): string {
  const { host = '', protocol = '' } = URL.parse(url) ?? {};
  return host ? `${host}/…` : `${protocol}…`;
}

function shortenLabel(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL)}…` : label;
}

function labelOf(node: Parent): string {
  let label = '';
  visitNodes(node, (inner) => {
    if ('value' in inner) label += inner.value;
    if (inner.type === 'image' || inner.type === 'imageReference') label += `🖼 ${inner.alt}`;
  });
  return label;
}

type Cell = readonly ExpectedItem[];

const toCharacter = (character: string): ExpectedCharacter => ({
  kind: 'character',
  character,
  isSpaced: false,
});
const toCharacters = (text: string): Cell => [...text.replaceAll(/\s/g, '')].map(toCharacter);
const textOf = (cell: Cell) =>
  cell.map((item) => (item.kind === 'character' ? item.character : '')).join('');

function textWithSpaces(cell: Cell): string {
  return cell
    .map((item) => (item.kind === 'character' && item.isSpaced ? ' ' : '') + textOf([item]))
    .join('');
}

/** The same items without their spaces and looks: tables have spaces and looks of their own. */
function withoutSpaces(cell: Cell): Cell {
  return cell.map((item) => (item.kind === 'character' ? toCharacter(item.character) : item));
}

/** A line break between two statements in the body of a table is a semicolon, others are spaces. */
function resolveLineBreaks(items: readonly ExpectedItem[], isHead: boolean): Cell {
  const characterAt = (index: number) => textOf(items.slice(Math.max(0, index), index + 1));

  return items.flatMap((item, index): Cell => {
    if (textOf([item]) !== HTML_BREAK) return [item];
    const endsStatement = /[\p{L}\p{N}%°)\]”»"']/u.test(characterAt(index - 1));
    const beginsStatement = /[\p{L}\p{N}“«"']/u.test(characterAt(index + 1));
    return endsStatement && beginsStatement && !isHead ? [toCharacter(';')] : [];
  });
}

/** Joins the cells that are not empty, with a dot between two of them. */
function joinCells(cells: readonly Cell[]): Cell {
  return cells
    .filter((cell) => cell.length > 0)
    .flatMap((cell, index) => (index === 0 ? cell : [toCharacter('·'), ...cell]));
}

/** The heads of a first column that stands beside the name of a row; signs such as `#` do, too. */
const COUNTING_HEADS =
  'no no. nr nr. n° nº num number rank place pos position id step code 序号 编号 排名'.split(' ');

function listRows(heads: readonly Cell[], body: readonly (readonly Cell[])[]): readonly Cell[] {
  const columnCount = Math.max(heads.length, ...body.map((row) => row.length));
  if (columnCount === 1) return body.map((row) => row.flat());

  const firstHead = textWithSpaces(heads[0] ?? []).toLowerCase();
  const countsRows = /^\P{L}+$/u.test(firstHead) || COUNTING_HEADS.includes(firstHead);
  return body.map((row) => {
    const [first = '', second = ''] = row.map(textWithSpaces);
    const isCounted = countsRows && /^\P{L}{1,4}$/u.test(first) && /\p{L}/u.test(second);
    const titleColumns = columnCount > 2 && isCounted ? 2 : 1;
    const labelled = row.slice(titleColumns).map((cell, index) => {
      const head = heads[titleColumns + index] ?? [];
      return cell.length > 0 ? [...labelFrom(head), ...cell] : [];
    });
    return [...joinCells(row.slice(0, titleColumns)), ...joinCells(labelled)];
  });
}

/** A head as a label: short, and with a colon if it has no sign of its own. */
function labelFrom(head: Cell): Cell {
  if (head.length === 0) return head;
  if (head.some(({ kind }) => kind === 'formula')) return [...head, toCharacter(':')];

  const label = shortenLabel(textWithSpaces(head));
  return toCharacters(/[:?!：？！]$/.test(label) ? label : `${label}:`);
}

type NodeReader<Type extends Nodes['type']> = (
  reader: Reader,
  node: Extract<Nodes, { type: Type }>,
  styles: Styles,
) => void;

const NODE_READERS: { readonly [Type in Nodes['type']]?: NodeReader<Type> } = {
  text(reader, { value }, styles) {
    // A reference to a footnote looks the same before its footnote is there.
    reader.addText(value.replace(FOOTNOTE, '[$1]'), styles);
  },
  emphasis: (reader, node, styles) => reader.readChildren(node, addStyle(styles, 'italic')),
  strong: (reader, node, styles) => reader.readChildren(node, addStyle(styles, 'bold')),
  delete: (reader, node, styles) => reader.readChildren(node, addStyle(styles, 'strike')),
  inlineCode: (reader, node, styles) => reader.addText(node.value, addStyle(styles, 'code')),
  paragraph: (reader, node, styles) => reader.readBlock(node, styles),
  heading: (reader, node, styles) => reader.readBlock(node, addStyle(styles, 'heading')),
  blockquote: (reader, node, styles) => reader.readBlock(node, addStyle(styles, 'quote')),
  code: (reader, node, styles) =>
    reader.addBlockText(node.lang === 'math' ? FORMULA : node.value, addStyle(styles, 'block')),
  break: (reader) => reader.addSpace(),
  thematicBreak: (reader) => reader.addBlockText('———', undefined),
  link: (reader, node, styles) => reader.readLink(node.url, node, styles),
  image: (reader, node, styles) => reader.readImage(node.alt, node.url, styles),
  linkReference: (reader, node, styles) => reader.readLink(reader.urlOf(node), node, styles),
  imageReference: (reader, node, styles) => reader.readImage(node.alt, reader.urlOf(node), styles),
  definition(reader, { label, identifier, url, title }) {
    const shownTitle = title ? ` “${title}”` : '';
    reader.addBlockText(
      `[${shortenLabel(label ?? identifier)}]: ${reader.shownAddress(url)}${shownTitle}`,
      undefined,
    );
  },
  footnoteReference: (reader, { label, identifier }, styles) =>
    reader.addText(`[${shortenLabel(label ?? identifier)}]`, styles),
  footnoteDefinition(reader, node, styles) {
    reader.addSpace();
    reader.addText(`[${shortenLabel(node.label ?? node.identifier)}]`, undefined);
    reader.readBlock(node, styles);
  },
  list(reader, node, styles) {
    const numbers = node.children.map(({ data }) => data?.number ?? 1);
    let shown = 0;

    for (const [index, item] of node.children.entries()) {
      // Numbers are shown as written, but equal ones count up.
      const number = numbers[index] ?? 1;
      shown = number === numbers[index - 1] ? shown + 1 : number;
      const ordinal = node.ordered ? shown : undefined;
      reader.addItemMarker({ ordinal, checked: item.checked ?? undefined });
      reader.readBlock(item, styles);
    }
  },
  table: (reader, node) => reader.readTable(node),
};
