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

/** A table. It may be shown as a grid, or as a list with an item for each row. */
export interface ExpectedTable {
  readonly kind: 'table';
  readonly header: readonly ExpectedItem[];
  /** All cells, as a grid shows them. */
  readonly grid: readonly ExpectedItem[];
  /** The cells of the body behind the heads of their columns, as a list shows them. */
  readonly list: readonly ExpectedItem[];
}

/** The content that a platform shows in its own way. */
export interface PlatformRules {
  /** Tells if the platform shows a link to this address as a link. */
  isLink(url: string): boolean;
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
/** Formulas between dollars, by Pandoc's rule, and between the brackets of TeX. */
const FORMULAS =
  /(?<![\\$])\$\$(?!\$)[^$]+?\$\$(?!\$)|(?<![\\$])\$(?=[^\s$])(?:[^$\n`\\]|\\[^\n])*?(?<=[^\s])\$(?![\d$])|\\\((?:(?!\\\))[^\n`])+\\\)|\\\[(?:(?!\\\])[^`])+\\\]/g;
/** White space, and what stands for the end of a line. */
const SPACE = new RegExp(`[\\s\\u0085${HTML_BREAK}]`);
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

  return markdown.replace(FORMULAS, (formula: string, offset: number) => {
    const end = offset + formula.length;
    const isLiteral = literalRanges.some(([from, to]) => from < end && offset < to);
    return isLiteral ? formula : FORMULA;
  });
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
  #isSpaced = false;
  readonly #htmlStyles: string[] = [];

  constructor(rules: PlatformRules, definitions: readonly Definition[]) {
    this.#rules = rules;
    this.#definitions = definitions;
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
      else if (SPACE.test(character)) this.#isSpaced = true;
      else if (!this.#changeHtmlStyle(character) && character !== WORD_JOINER)
        this.#addCharacter(character, styles);
    }
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
    } else this.readChildren(node, isInLink(styles) ? styles : addStyle(styles, `link ${url}`));
  }

  /** An image is a link to it: a platform that loaded it would tell its server who reads. */
  readImage(alt: string | null | undefined, url: string, styles: Styles): void {
    const label = `🖼 ${alt || imageNameIn(url)}`;
    const isLink = this.#rules.isLink(url);
    const isNested = isInLink(styles);

    this.addText(label, isLink && !isNested ? addStyle(styles, `link ${url}`) : styles);
    if (!isLink && !isNested) this.#addAddress(url, label);
  }

  urlOf({ identifier }: LinkReference | ImageReference): string {
    const definition = this.#definitions.find((other) => other.identifier === identifier);
    return definition?.url ?? '';
  }

  readTable(node: Table): void {
    const [head, ...body] = node.children;

    this.items.push({
      kind: 'table',
      header: this.#readApart((reader) => head && reader.readChildren(head, NO_STYLES)),
      grid: this.#readApart((reader) => {
        for (const row of node.children) reader.readChildren(row, NO_STYLES);
      }),
      list: this.#readApart((reader) => {
        if (body.length === 0 && head) reader.readChildren(head, NO_STYLES);
        for (const row of body)
          for (const [column, cell] of row.children.entries())
            reader.#readListedCell(cell, head?.children[column]);
      }),
    });
  }

  /** The items that `onReader` reads, without spaces: tables add spaces of their own. */
  #readApart(onReader: (reader: Reader) => void): readonly ExpectedItem[] {
    const reader = new Reader(this.#rules, this.#definitions);
    onReader(reader);
    return reader.items.map((item) =>
      item.kind === 'character'
        ? { kind: 'character', character: item.character, isSpaced: false }
        : item,
    );
  }

  #readListedCell(cell: TableCell, label: TableCell | undefined): void {
    if (cell.children.length === 0) return;

    if (label && label.children.length > 0) {
      this.readChildren(label, NO_STYLES);
      this.addText(':', undefined);
    }
    this.readChildren(cell, NO_STYLES);
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

type NodeReader<Type extends Nodes['type']> = (
  reader: Reader,
  node: Extract<Nodes, { type: Type }>,
  styles: Styles,
) => void;

const NODE_READERS: { readonly [Type in Nodes['type']]?: NodeReader<Type> } = {
  text(reader, { value }, styles) {
    // A reference to a footnote looks the same before its footnote is there.
    reader.addText(value.replace(/\[\^([^\s\]]+)\]/g, '[$1]'), styles);
  },
  emphasis: (reader, node, styles) => reader.readChildren(node, addStyle(styles, 'italic')),
  strong: (reader, node, styles) => reader.readChildren(node, addStyle(styles, 'bold')),
  delete: (reader, node, styles) => reader.readChildren(node, addStyle(styles, 'strike')),
  inlineCode: (reader, node, styles) => reader.addText(node.value, addStyle(styles, 'code')),
  paragraph: (reader, node, styles) => reader.readBlock(node, styles),
  heading: (reader, node, styles) => reader.readBlock(node, addStyle(styles, 'heading')),
  blockquote: (reader, node, styles) => reader.readBlock(node, addStyle(styles, 'quote')),
  code: (reader, node, styles) => reader.addBlockText(node.value, addStyle(styles, 'block')),
  break: (reader) => reader.addSpace(),
  thematicBreak: (reader) => reader.addBlockText('———', undefined),
  link: (reader, node, styles) => reader.readLink(node.url, node, styles),
  image: (reader, node, styles) => reader.readImage(node.alt, node.url, styles),
  linkReference: (reader, node, styles) => reader.readLink(reader.urlOf(node), node, styles),
  imageReference: (reader, node, styles) => reader.readImage(node.alt, reader.urlOf(node), styles),
  definition(reader, { label, identifier, url, title }) {
    const shownTitle = title ? ` “${title}”` : '';
    reader.addBlockText(`[${shortenLabel(label ?? identifier)}]: ${url}${shownTitle}`, undefined);
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
