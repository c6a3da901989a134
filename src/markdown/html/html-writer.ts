import type { PhrasingContent } from 'mdast';
import type { Tag } from './formatting-tags.ts';
import type { HtmlPart } from './pair-tags.ts';
import { writeScript } from './write-script.ts';

type Element = Extract<HtmlPart, { kind: 'element' }>;
type Position = PhrasingContent['position'];

const RULE = '———';
const BULLET = '• ';
const BETWEEN_CELLS = ' · ';

/** Writes the elements of a paragraph as nodes of Markdown, on lines where they begin one. */
export class HtmlWriter {
  readonly #nodes: PhrasingContent[] = [];
  /** The next content begins a line. */
  #needsBreak = false;
  /** The number of the next item, in a numbered list. */
  #nextOrdinal: number | undefined;

  /** Writes the parts of one parent. Call it once. */
  writeAll(parts: readonly HtmlPart[]): PhrasingContent[] {
    this.#writeInside(parts);
    this.#trimEnd();
    return this.#nodes;
  }

  #write(part: HtmlPart, siblings: Siblings): void {
    if (part.kind === 'element') this.#writeElement(part);
    else if (part.kind === 'tag') this.#writeTag(part.tag, part.node, siblings);
    else this.#push(part.node);
  }

  #writeElement(element: Element): void {
    const { tag, parts } = element;
    const position = positionOf(element);

    if (tag.isOnOwnLine) this.#endLine();
    switch (tag.formatting) {
      case 'strong':
      case 'emphasis':
      case 'delete':
        this.#push({ type: tag.formatting, children: new HtmlWriter().writeAll(parts), position });
        break;
      case 'code':
        this.#writeCode(textOf(parts), position);
        break;
      case 'sub':
      case 'sup':
        this.#pushText(writeScript(textOf(parts), tag.formatting), position);
        break;
      case 'quotation':
        this.#pushText('“', position);
        this.#writeInside(parts);
        this.#pushText('”', position);
        break;
      case 'link':
        this.#writeLink(element, position);
        break;
      case 'row':
        this.#writeRow(parts, position);
        break;
      default:
        this.#writeBlock(element, position);
    }
    if (tag.isOnOwnLine) this.#endLine();
  }

  #writeBlock({ tag, parts }: Element, position: Position): void {
    if (tag.formatting === 'plain' || tag.formatting === 'cell') {
      this.#writeInside(parts);
      return;
    }
    const outerOrdinal = this.#nextOrdinal;
    this.#endLine();
    if (tag.formatting === 'item') this.#pushText(this.#takeMarker(), position);
    if (tag.formatting === 'heading')
      this.#push({ type: 'strong', children: new HtmlWriter().writeAll(parts), position });
    else {
      if (tag.name === 'ol') this.#nextOrdinal = Number(tag.attribute('start') ?? 1);
      if (tag.name === 'ul') this.#nextOrdinal = undefined;
      this.#writeInside(parts);
    }
    this.#endLine();
    if (tag.formatting !== 'item') this.#nextOrdinal = outerOrdinal;
  }

  #takeMarker(): string {
    if (this.#nextOrdinal === undefined) return BULLET;
    this.#nextOrdinal += 1;
    return `${this.#nextOrdinal - 1}. `;
  }

  #writeCode(code: string, position: Position): void {
    for (const line of code.split('\n')) {
      if (line.trim() === '') continue;
      this.#push({ type: 'inlineCode', value: line, position });
      if (code.includes('\n')) this.#endLine();
    }
  }

  #writeLink({ tag, parts }: Element, position: Position): void {
    const url = tag.attribute('href');
    if (url === undefined) this.#writeInside(parts);
    else this.#push({ type: 'link', url, children: new HtmlWriter().writeAll(parts), position });
  }

  #writeRow(parts: readonly HtmlPart[], position: Position): void {
    const cells = parts.filter((part) => part.kind !== 'node' || textOf([part]).trim() !== '');
    this.#endLine();
    for (const [index, cell] of cells.entries()) {
      if (index > 0) this.#pushText(BETWEEN_CELLS, position);
      this.#write(cell, {});
    }
    this.#endLine();
  }

  #writeInside(parts: readonly HtmlPart[]): void {
    for (const [index, part] of parts.entries())
      this.#write(part, { before: parts[index - 1], behind: parts[index + 1] });
  }

  #writeTag(tag: Tag, node: PhrasingContent, siblings: Siblings): void {
    const { position } = node;
    if (tag.formatting === 'break') {
      this.#trimEnd();
      this.#nodes.push({ type: 'break', position });
    } else if (tag.formatting === 'image') this.#writeImage(tag, position);
    else if (tag.formatting === 'rule') {
      this.#endLine();
      this.#pushText(RULE, position);
      this.#endLine();
    } else if (tag.formatting === 'nothing' && !tag.isClosing) return;
    else if (tag.isWrapper && isAlone(siblings)) this.#endLine();
    else this.#push(toText(node));
  }

  #writeImage(tag: Tag, position: Position): void {
    const alt = tag.attribute('alt') ?? null;
    this.#push({ type: 'image', url: tag.attribute('src') ?? '', alt, position });
  }

  #endLine(): void {
    this.#needsBreak = true;
  }

  #pushText(value: string, position: Position): void {
    this.#push({ type: 'text', value, position });
  }

  #push(node: PhrasingContent): void {
    const isAtStart = this.#needsBreak || this.#nodes.length === 0;
    const follows = isAtStart || this.#nodes.at(-1)?.type === 'break';
    const isPlain = node.type === 'text';
    const shown = isPlain && follows ? { ...node, value: node.value.trimStart() } : node;
    if (shown.type === 'text' && shown.value === '') return;

    if (this.#needsBreak) {
      this.#trimEnd();
      if (this.#nodes.length > 0 && this.#nodes.at(-1)?.type !== 'break')
        this.#nodes.push({ type: 'break', position: node.position });
    }
    this.#needsBreak = false;
    this.#nodes.push(shown);
  }

  /** Removes the white space that separated a tag from the text before it. */
  #trimEnd(): void {
    const last = this.#nodes.at(-1);
    if (last?.type !== 'text') return;

    const value = last.value.trimEnd();
    this.#nodes.pop();
    if (value !== '') this.#nodes.push({ ...last, value });
  }
}

interface Siblings {
  readonly before?: HtmlPart | undefined;
  readonly behind?: HtmlPart | undefined;
}

/** Tells if nothing but tags is on the line of a tag. */
function isAlone({ before, behind }: Siblings): boolean {
  const endsLine = before?.kind !== 'node' || /\n[ \t]*$/.test(textOf([before]));
  const beginsLine = behind?.kind !== 'node' || /^[ \t]*\n/.test(textOf([behind]));
  return endsLine && beginsLine;
}

function toText(node: PhrasingContent): PhrasingContent {
  return node.type === 'html' ? { ...node, type: 'text' } : node;
}

/** The stretch of the source from the opening to the closing tag. */
export function positionOf({ opening, closing }: Element): Position {
  if (!opening.position || !closing.position) return undefined;
  return { start: opening.position.start, end: closing.position.end };
}

/** All text of some parts, with the tags among them that format nothing. */
export function textOf(parts: readonly HtmlPart[]): string {
  return parts
    .map((part) => (part.kind === 'element' ? textOf(part.parts) : readText(part.node)))
    .join('');
}

function readText(node: PhrasingContent): string {
  if ('value' in node) return node.value;
  if (node.type === 'break') return '\n';
  return 'children' in node ? node.children.map(readText).join('') : '';
}
