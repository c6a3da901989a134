import type {
  Definition,
  ImageReference,
  LinkReference,
  Node,
  Nodes,
  Root,
  RootContent,
  Table,
  TableCell,
} from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { cjkFriendlyExtension } from 'micromark-extension-cjk-friendly';
import { gfm } from 'micromark-extension-gfm';

/**
 * What a document says, read with plain mdast and nothing of ours. Where Parley shows something else on purpose, the rule
 * stands here, so that no check has to be loosened for it.
 */
export type ExpectedItem = ExpectedCharacter | { readonly kind: 'formula' } | ExpectedTable;

/** One visible character; white space is only noted before what follows it. */
export interface ExpectedCharacter {
  readonly kind: 'sign';
  readonly character: string;
  readonly isSpaced: boolean;
  /** Absent: a marker, or what may look in more than one way. */
  readonly styles?: ReadonlySet<string>;
}

/** A table is a grid, or a list with a row for each item. */
export interface ExpectedTable {
  readonly kind: 'table';
  readonly header: readonly ExpectedItem[];
  readonly grid: readonly ExpectedItem[];
  readonly rows: readonly ExpectedItem[];
}

export interface PlatformRules {
  /** Tells which addresses the platform shows as links. */
  isLink(url: string): boolean;
  /** What stands before an item of a list. */
  itemMarker(item: { ordinal: number | undefined; checked: boolean | undefined }): string;
}

type Branch = Extract<Nodes, { children: unknown }>;

/** Formulas are not CommonMark: each is one of these while mdast reads the rest. */
const FORMULA = '\uE000';
/** Both platforms get some to disarm names. */
const WORD_JOINER = '\u2060';
/** Pandoc's rule for dollars; TeX's own brackets. */
const FORMULAS =
  /(?<![\\$])\$\$(?!\$)[^$]+?\$\$(?!\$)|(?<![\\$])\$(?=[^\s$])(?:[^$\n`\\]|\\[^\n])*?(?<=[^\s])\$(?![\d$])|\\\((?:(?!\\\))[^\n`])+\\\)|\\\[(?:(?!\\\])[^`])+\\\]/g;

/**
 * CommonMark with GFM, but raw HTML is text, with the Markdown in it formatted. Addresses are links where the syntax sees
 * them: mdast's search through finished trees would find more when a text is complete than while it grows.
 */
export function parsePlain(markdown: string): Root {
  return fromMarkdown(markdown, {
    extensions: [
      gfm({ singleTilde: false }),
      cjkFriendlyExtension(),
      { disable: { null: ['htmlFlow', 'htmlText'] } },
    ],
    mdastExtensions: gfmFromMarkdown().map(({ transforms: _, ...handlers }) => handlers),
  });
}

/** The values of all code blocks, in order. */
export function readCodeValues(markdown: string): readonly string[] {
  const values: string[] = [];
  visitNodes(parsePlain(markdown), (node) => {
    if (node.type === 'code') values.push(node.value);
  });
  return values;
}

export function visitNodes(node: Nodes, see: (node: Nodes) => void): void {
  see(node);
  if ('children' in node) for (const child of node.children) visitNodes(child, see);
}

export function readExpectedContent(
  markdown: string,
  rules: PlatformRules,
): readonly ExpectedItem[] {
  const source = maskFormulas(markdown);
  const root = parsePlain(source);
  const definitions = definitionsIn(root);
  const reader = new Reader(rules, definitions);
  for (const node of root.children)
    reader.read(asFarAsDefined(node, source, definitions), new Set());
  return reader.signs;
}

function definitionsIn(root: Root): readonly Definition[] {
  const definitions: Definition[] = [];
  visitNodes(root, (node) => {
    if (node.type === 'definition') definitions.push(node);
  });
  return definitions;
}

/** A reference counts from its definition on: a block that stands before it was shown before it came. */
function asFarAsDefined(
  node: RootContent,
  source: string,
  definitions: readonly Definition[],
): Nodes {
  const [from, to] = rangeOf(node);
  const isEarly = (label: string) =>
    !definitions.some((one) => one.identifier === label && rangeOf(one)[1] <= to);
  let isReadAgain = false;
  visitNodes(node, (one) => {
    if (one.type === 'linkReference' || one.type === 'imageReference')
      isReadAgain ||= isEarly(one.identifier);
  });
  if (!isReadAgain) return node;
  const known = definitions
    .filter((one) => rangeOf(one)[1] <= from)
    .map((one) => source.slice(...rangeOf(one)));
  return parsePlain([...known, source.slice(from, to)].join('\n\n')).children.at(-1) ?? node;
}

function maskFormulas(markdown: string): string {
  const literal: (readonly [number, number])[] = [];
  visitNodes(parsePlain(markdown), (node) => {
    if (node.type === 'code' || node.type === 'inlineCode' || node.type === 'definition')
      literal.push(rangeOf(node));
    if (node.type === 'link')
      literal.push([rangeOf(node.children.at(-1) ?? node)[1], rangeOf(node)[1]]);
  });
  return markdown.replace(FORMULAS, (found: string, at: number) => {
    const isLiteral = literal.some(([from, to]) => from < at + found.length && at < to);
    return isLiteral ? found : FORMULA;
  });
}

function rangeOf(node: Node): readonly [number, number] {
  return [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0];
}

class Reader {
  readonly signs: ExpectedItem[] = [];
  readonly #rules: PlatformRules;
  readonly #definitions: readonly Definition[];
  #spaced = false;

  constructor(rules: PlatformRules, definitions: readonly Definition[]) {
    this.#rules = rules;
    this.#definitions = definitions;
  }

  read(node: Nodes, styles: ReadonlySet<string>): void {
    const read = READERS[node.type];
    if (read) read(this, node as never, styles);
    else if ('children' in node) this.readAll(node, styles);
  }

  readAll(node: Branch, styles: ReadonlySet<string>): void {
    for (const child of node.children) this.read(child, styles);
  }

  block(node: Branch, styles: ReadonlySet<string>): void {
    this.space();
    this.readAll(node, styles);
    this.space();
  }

  space(): void {
    this.#spaced = true;
  }

  text(value: string, styles: ReadonlySet<string> | undefined): void {
    for (const sign of value) {
      if (sign === FORMULA) {
        this.signs.push({ kind: 'formula' });
        this.#spaced = false;
      } else if (/\s/.test(sign)) this.#spaced = true;
      else if (sign !== WORD_JOINER) {
        this.signs.push({
          kind: 'sign',
          character: sign,
          isSpaced: this.#spaced,
          ...(styles && { styles }),
        });
        this.#spaced = false;
      }
    }
  }

  markers(item: { ordinal: number | undefined; checked: boolean | undefined }): void {
    this.space();
    this.text(this.#rules.itemMarker(item), undefined);
    this.space();
  }

  /** What is no link on this platform is shown with its address, if that says more. */
  link(url: string, node: () => Branch, styles: ReadonlySet<string>): void {
    const isNested = [...styles].some((style) => style.startsWith('link '));
    if (this.#rules.isLink(url)) {
      this.readAll(node(), isNested ? styles : plus(styles, `link ${url}`));
    } else {
      this.readAll(node(), styles);
      this.address(url, textOf(node()));
    }
  }

  /** Images are links to them: a platform that loaded them would tell their servers who reads. */
  image(
    { alt }: { alt?: string | null | undefined },
    url: string,
    styles: ReadonlySet<string>,
  ): void {
    const isNested = [...styles].some((style) => style.startsWith('link '));
    const name = /([^/?#]+)(?:[?#].*)?$/.exec(url)?.[1];
    const label = `🖼 ${alt || (name === undefined || url.startsWith('data:') ? 'image' : name.slice(0, 40))}`;
    const isLink = this.#rules.isLink(url);
    this.text(label, isLink && !isNested ? plus(styles, `link ${url}`) : styles);
    if (!isLink && !isNested) this.address(url, label);
  }

  address(url: string, label: string): void {
    const isData = url.startsWith('data:');
    if (url !== '' && url.length <= 300 && !isData && !url.endsWith(label))
      this.text(` (${url})`, undefined);
  }

  urlOf({ identifier }: LinkReference | ImageReference): string {
    return this.#definitions.find((one) => one.identifier === identifier)?.url ?? '';
  }

  table(node: Table): void {
    const inner = (build: (reader: Reader) => void): readonly ExpectedItem[] => {
      const reader = new Reader(this.#rules, this.#definitions);
      build(reader);
      return reader.signs.map((one) =>
        one.kind === 'sign' ? { kind: 'sign', character: one.character, isSpaced: false } : one,
      );
    };
    const [head, ...rows] = node.children;
    const cells = head?.children ?? [];
    const none = new Set<string>();
    this.signs.push({
      kind: 'table',
      header: inner((reader) => head && reader.readAll(head, none)),
      grid: inner((reader) => node.children.map((row) => reader.readAll(row, none))),
      rows: inner((reader) => {
        if (rows.length === 0 && head) reader.readAll(head, none);
        for (const row of rows)
          for (const [index, cell] of row.children.entries()) reader.cell(cell, cells[index]);
      }),
    });
  }

  cell(cell: TableCell, label: TableCell | undefined): void {
    if (cell.children.length === 0) return;
    if (label && label.children.length > 0) {
      this.readAll(label, new Set());
      this.text(':', undefined);
    }
    this.readAll(cell, new Set());
  }
}

/** The longest that stands for a link or a note. */
const shortened = (label: string) => (label.length > 40 ? `${label.slice(0, 40)}…` : label);

function textOf(node: Branch): string {
  let text = '';
  visitNodes(node, (one) => {
    if ('value' in one) text += one.value;
    if (one.type === 'image' || one.type === 'imageReference') text += `🖼 ${one.alt}`;
  });
  return text;
}

type Read<Type extends Nodes['type']> = (
  reader: Reader,
  node: Extract<Nodes, { type: Type }>,
  styles: ReadonlySet<string>,
) => void;

const plus = (styles: ReadonlySet<string>, style: string) => new Set([...styles, style]);

const READERS: { readonly [Type in Nodes['type']]?: Read<Type> } = {
  // Of raw HTML only the line break counts, which models use in tables.
  // A footnote looks the same whether its note is there already or not.
  text: (reader, { value }, styles) =>
    reader.text(value.replace(/<br\s*\/?>/gi, ' ').replace(/\[\^([^\s\]]+)\]/g, '[$1]'), styles),
  emphasis: (reader, node, styles) => reader.readAll(node, plus(styles, 'italic')),
  strong: (reader, node, styles) => reader.readAll(node, plus(styles, 'bold')),
  delete: (reader, node, styles) => reader.readAll(node, plus(styles, 'strike')),
  inlineCode: (reader, node, styles) => reader.text(node.value, plus(styles, 'code')),
  paragraph: (reader, node, styles) => reader.block(node, styles),
  heading: (reader, node, styles) => reader.block(node, plus(styles, 'heading')),
  blockquote: (reader, node, styles) => reader.block(node, plus(styles, 'quote')),
  code(reader, node, styles) {
    reader.space();
    reader.text(node.value, plus(styles, 'block'));
    reader.space();
  },
  break: (reader) => reader.space(),
  thematicBreak(reader) {
    reader.space();
    reader.text('———', undefined);
    reader.space();
  },
  link: (reader, node, styles) => reader.link(node.url, () => node, styles),
  image: (reader, node, styles) => reader.image(node, node.url, styles),
  linkReference: (reader, node, styles) => reader.link(reader.urlOf(node), () => node, styles),
  imageReference: (reader, node, styles) => reader.image(node, reader.urlOf(node), styles),
  definition(reader, { label, identifier, url, title }) {
    reader.space();
    reader.text(
      `[${shortened(label ?? identifier)}]: ${url}${title ? ` “${title}”` : ''}`,
      undefined,
    );
    reader.space();
  },
  footnoteReference: (reader, { label, identifier }, styles) =>
    reader.text(`[${shortened(label ?? identifier)}]`, styles),
  footnoteDefinition(reader, node, styles) {
    reader.space();
    reader.text(`[${shortened(node.label ?? node.identifier)}]`, undefined);
    reader.block(node, styles);
  },
  list(reader, node, styles) {
    for (const [index, item] of node.children.entries()) {
      const ordinal = node.ordered ? (node.start ?? 1) + index : undefined;
      reader.markers({ ordinal, checked: item.checked ?? undefined });
      reader.block(item, styles);
    }
  },
  table: (reader, node) => reader.table(node),
};
