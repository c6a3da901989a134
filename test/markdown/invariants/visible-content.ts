import { parseDiscordMarkdown } from '../../../playground/page/parse-discord-markdown.ts';
import type { RichElement, RichNode } from '../../../playground/page/rich-text.ts';
import type { Entity } from '../../../playground/telegram/wire.ts';
import { type Fence, readFences } from './read-fences.ts';

/**
 * One character that people see, and its styles. White space counts only as a property of the next
 * character.
 */
export interface VisibleCharacter {
  readonly character: string;
  /** White space, or the start of a block or page, stands before it. */
  readonly isSpaced: boolean;
  readonly styles: ReadonlySet<string>;
  readonly isFirstOfPage: boolean;
}

/** Everything that people see on some pages. */
export interface VisibleContent {
  readonly characters: readonly VisibleCharacter[];
  /** The text of each code block; a block that goes on on the next page counts as two. */
  readonly codeBlocks: readonly string[];
}

/** A message as Telegram gets it. */
interface TelegramText {
  readonly text: string;
  readonly entities?: readonly Entity[];
}

/**
 * Characters that do not count: word joiners, which disarm names, and the mark of a quote in a
 * quote, which stands on lines that the expected content does not know.
 */
const IGNORED = /[\u2060›]/;
/**
 * Stands for a backtick in code: the playground takes no fence of more than three backticks for
 * one.
 */
const BACKTICK = '\uE001';
const NO_STYLES: ReadonlySet<string> = new Set();

/** The names of styles here, where Telegram has another name. */
const STYLES_OF_ENTITIES: Readonly<Record<string, string>> = {
  strikethrough: 'strike',
  pre: 'block',
  blockquote: 'quote',
  expandable_blockquote: 'reasoning',
};

const DISCORD_BLOCKS: readonly string[] = [
  'quote',
  'heading',
  'subtext',
  'item',
  'code-block',
  'list',
  'ordered-list',
];

/** Collects what is drawn on the pages, in order. */
class Canvas {
  readonly characters: VisibleCharacter[] = [];
  readonly codeBlocks: string[] = [];
  #isSpaced = false;
  #isFirstOfPage = true;

  startPage(): void {
    this.#isFirstOfPage = true;
    this.#isSpaced = true;
  }

  addSpace(): void {
    this.#isSpaced = true;
  }

  addCodeBlock(text: string): void {
    this.codeBlocks.push(text);
  }

  draw(text: string, styles: ReadonlySet<string>): void {
    for (const character of text) {
      if (/\s/.test(character)) this.#isSpaced = true;
      else if (!IGNORED.test(character)) this.#add(character, styles);
    }
  }

  #add(character: string, styles: ReadonlySet<string>): void {
    this.characters.push({
      character: character === BACKTICK ? '`' : character,
      styles,
      isSpaced: this.#isSpaced,
      isFirstOfPage: this.#isFirstOfPage,
    });
    this.#isSpaced = false;
    this.#isFirstOfPage = false;
  }
}

/**
 * Reads the content that Telegram shows, with the styles that its entities give to each character.
 */
export function readTelegramPages(pages: readonly TelegramText[]): VisibleContent {
  const canvas = new Canvas();
  for (const page of pages) {
    canvas.startPage();
    drawTelegramText(page, canvas);
  }
  return canvas;
}

function drawTelegramText({ text, entities = [] }: TelegramText, canvas: Canvas): void {
  const edges = new Set([
    0,
    text.length,
    ...entities.flatMap(({ offset, length }) => [offset, offset + length]),
  ]);
  const sortedEdges = [...edges].sort((a, b) => a - b);

  for (const [index, from] of sortedEdges.entries()) {
    const styles = entities
      .filter(({ offset, length }) => offset <= from && from < offset + length)
      .map(({ type, url }) =>
        type === 'text_link' ? `link ${url}` : (STYLES_OF_ENTITIES[type] ?? type),
      );
    canvas.draw(text.slice(from, sortedEdges[index + 1]), new Set(styles));
  }

  for (const { type, offset, length } of entities)
    if (type === 'pre') canvas.addCodeBlock(text.slice(offset, offset + length));
}

/** Reads the content that Discord shows, by the playground's reading of Discord's Markdown. */
export function readDiscordPages(pages: readonly { readonly content: string }[]): VisibleContent {
  const canvas = new Canvas();
  const names = { person: () => undefined, room: () => undefined, botRole: 'bot' };

  for (const { content } of pages) {
    canvas.startPage();
    const fences = readFences(content);
    for (const { value } of fences) canvas.addCodeBlock(value);
    drawNodes(parseDiscordMarkdown(shortenFences(content, fences), names), NO_STYLES, canvas);
  }
  return canvas;
}

/** Makes all fences three backticks long. */
function shortenFences(content: string, fences: readonly Fence[]): string {
  let shortened = content;

  for (const { from, to } of fences.toReversed()) {
    const lines = content.slice(from, to).split('\n');
    const shortenedLines = lines.map((line, index) => {
      const isFence = index === 0 || index === lines.length - 1;
      return isFence ? line.replace(/`{3,}/, '```') : line.replaceAll('`', BACKTICK);
    });
    shortened = shortened.slice(0, from) + shortenedLines.join('\n') + shortened.slice(to);
  }
  return shortened;
}

function drawNodes(nodes: readonly RichNode[], styles: ReadonlySet<string>, canvas: Canvas): void {
  for (const node of nodes) {
    if (typeof node === 'string') canvas.draw(node, styles);
    else drawElement(node, styles, canvas);
  }
}

function drawElement(node: RichElement, styles: ReadonlySet<string>, canvas: Canvas): void {
  const { kind, children, detail } = node;
  const isBlock = DISCORD_BLOCKS.includes(kind);
  const isList = kind === 'list' || kind === 'ordered-list';

  if (isBlock) canvas.addSpace();
  if (isList) drawItems(children, { styles, firstOrdinal: detail }, canvas);
  else drawNodes(children, new Set([...styles, ...stylesOf(node)]), canvas);
  if (isBlock) canvas.addSpace();
}

function stylesOf({ kind, children, href }: RichElement): readonly string[] {
  if (kind === 'item') return [];
  if (kind === 'code-block') return ['block'];
  if (kind !== 'link') return [kind];

  const isOwnLabel = children.join('') === href;
  return isOwnLabel ? [`link ${href}`, 'own'] : [`link ${href}`];
}

function drawItems(
  items: readonly RichNode[],
  list: { readonly styles: ReadonlySet<string>; readonly firstOrdinal: string | undefined },
  canvas: Canvas,
): void {
  const { styles, firstOrdinal } = list;

  for (const [index, item] of items.entries()) {
    canvas.addSpace();
    canvas.draw(firstOrdinal === undefined ? '•' : `${Number(firstOrdinal) + index}.`, styles);
    canvas.addSpace();
    drawNodes([item], styles, canvas);
  }
}
