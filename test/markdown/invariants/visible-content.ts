import { parseDiscordMarkdown } from '../../../playground/page/parse-discord-markdown.ts';
import type { RichElement, RichNode } from '../../../playground/page/rich-text.ts';
import type { Entity } from '../../../playground/telegram/wire.ts';
import { type Fence, readFences } from './read-fences.ts';

/** One character that people see, and how it looks. White space is only noted before what follows it. */
export interface VisibleCharacter {
  readonly character: string;
  readonly isSpaced: boolean;
  readonly styles: ReadonlySet<string>;
  /** The first of its page. */
  readonly isFirstOfPage: boolean;
}

/** A code block as it stands on one page. */
export interface VisibleCode {
  readonly language: string;
  readonly text: string;
  readonly page: number;
}

export interface VisibleContent {
  readonly characters: readonly VisibleCharacter[];
  readonly codes: readonly VisibleCode[];
}

/** What does not show: word joiners that disarm names. The mark of a quote in a quote stands on lines that no oracle knows. */
const UNSEEN = /[\u2060›]/;

const EMPTY = new Set<string>();

class Canvas {
  readonly characters: VisibleCharacter[] = [];
  readonly codes: VisibleCode[] = [];
  #spaced = false;
  #first = true;
  #page = 0;

  turn(): void {
    this.#page += 1;
    this.#first = true;
    this.#spaced = true;
  }

  space(): void {
    this.#spaced = true;
  }

  code(text: string, language = ''): void {
    this.codes.push({ language, text, page: this.#page });
  }

  draw(text: string, styles: ReadonlySet<string>): void {
    for (const sign of text) {
      if (/\s/.test(sign)) this.#spaced = true;
      else if (!UNSEEN.test(sign)) {
        this.characters.push({
          character: sign === BACKTICK ? '`' : sign,
          styles,
          isSpaced: this.#spaced,
          isFirstOfPage: this.#first,
        });
        this.#spaced = false;
        this.#first = false;
      }
    }
  }
}

export interface TelegramText {
  readonly text: string;
  readonly entities?: readonly Entity[];
}

const STYLE_OF: Readonly<Record<string, string>> = {
  strikethrough: 'strike',
  pre: 'block',
  blockquote: 'quote',
  expandable_blockquote: 'reasoning',
};

/** What Telegram's entities say of each character. */
export function readTelegramPages(pages: readonly TelegramText[]): VisibleContent {
  const canvas = new Canvas();
  for (const { text, entities = [] } of pages) {
    canvas.turn();
    const edges = new Set([
      0,
      text.length,
      ...entities.flatMap(({ offset, length }) => [offset, offset + length]),
    ]);
    const ordered = [...edges].sort((a, b) => a - b);
    for (const [index, from] of ordered.entries()) {
      const here = entities.filter(
        ({ offset, length }) => offset <= from && from < offset + length,
      );
      const styles = here.map(({ type, url }) =>
        type === 'text_link' ? `link ${url}` : (STYLE_OF[type] ?? type),
      );
      canvas.draw(text.slice(from, ordered[index + 1]), new Set(styles));
    }
    for (const { type, offset, length, language } of entities) {
      if (type === 'pre') canvas.code(text.slice(offset, offset + length), language);
    }
  }
  return canvas;
}

/** What the playground's reading of Discord's Markdown says of each character. */
export function readDiscordPages(pages: readonly { readonly content: string }[]): VisibleContent {
  const canvas = new Canvas();
  const names = { person: () => undefined, room: () => undefined, botRole: 'bot' };
  for (const { content } of pages) {
    canvas.turn();
    const fences = readFences(content);
    for (const { value, language } of fences) canvas.code(value, language);
    drawAll(parseDiscordMarkdown(shortenFences(content, fences), names), EMPTY, canvas);
  }
  return canvas;
}

/** Stands for a backtick in code that the playground would take for a fence: it knows none of more than three. */
const BACKTICK = '\uE001';

function shortenFences(content: string, fences: readonly Fence[]): string {
  let short = content;
  for (const { from, to } of fences.toReversed()) {
    const lines = content.slice(from, to).split('\n');
    const plain = lines.map((line, index) => {
      if (index === 0 || index === lines.length - 1) return line.replace(/`{3,}/, '```');
      return line.replaceAll('`', BACKTICK);
    });
    short = short.slice(0, from) + plain.join('\n') + short.slice(to);
  }
  return short;
}

const BLOCKS: readonly string[] = [
  'quote',
  'heading',
  'subtext',
  'item',
  'code-block',
  'list',
  'ordered-list',
];

function drawAll(nodes: readonly RichNode[], styles: ReadonlySet<string>, canvas: Canvas): void {
  for (const node of nodes) {
    if (typeof node === 'string') canvas.draw(node, styles);
    else drawElement(node, styles, canvas);
  }
}

function drawElement(node: RichElement, styles: ReadonlySet<string>, canvas: Canvas): void {
  const { kind, children, detail } = node;
  const isBlock = BLOCKS.includes(kind);
  if (isBlock) canvas.space();
  if (kind === 'list' || kind === 'ordered-list')
    drawItems(children, { styles, first: detail }, canvas);
  else drawAll(children, new Set([...styles, ...stylesOf(node)]), canvas);
  if (isBlock) canvas.space();
}

function stylesOf({ kind, children, href }: RichElement): readonly string[] {
  if (kind === 'item') return [];
  if (kind === 'code-block') return ['block'];
  if (kind !== 'link') return [kind];
  return [`link ${href}`, ...(children.join('') === href ? ['own'] : [])];
}

function drawItems(
  items: readonly RichNode[],
  { styles, first }: { readonly styles: ReadonlySet<string>; readonly first: string | undefined },
  canvas: Canvas,
): void {
  for (const [index, item] of items.entries()) {
    canvas.space();
    canvas.draw(first === undefined ? '•' : `${Number(first) + index}.`, styles);
    canvas.space();
    drawAll([item], styles, canvas);
  }
}
