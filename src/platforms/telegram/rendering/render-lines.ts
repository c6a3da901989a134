import type { Container, Leaf, Line, Look, Run } from '../../../markdown/layout.ts';
import { cleanText } from './clean-text.ts';
import { nestEntities, type TelegramEntity } from './nest-entities.ts';
import { telegramLink } from './telegram-link.ts';

export interface FormattedText {
  readonly text: string;
  readonly entities: readonly TelegramEntity[];
}

const INDENT = '   ';
const RULE = '———';
/** Telegram takes these endings for top-level domains, and the names of files for links. */
const ENDING = /\.(?:md|rs|py|sh|pl|cc|so|mm|ml|zip|mov)/i;
const FILE_NAME =
  /(?<![\p{L}\p{N}_@./:-])[\p{L}\p{N}_-][\p{L}\p{N}_.-]*\.(?:md|rs|py|sh|pl|cc|so|mm|ml|zip|mov)(?![\p{L}\p{N}_/-]|\.\p{L})/giu;

type Styles = Pick<Look, 'bold' | 'italic' | 'strike'> & { readonly underline?: boolean };

/** Lines as text with entities, as Telegram stores it. */
export function renderLines(lines: readonly Line[], folded = ''): FormattedText {
  const writer = new Writer();
  if (folded !== '') writer.fold(folded);
  for (const [index, line] of lines.entries()) writer.line(line, lines[index - 1]);
  return writer.close();
}

class Writer {
  #text = '';
  readonly #marks: TelegramEntity[] = [];
  #quote: { readonly container: Container; readonly mark: TelegramEntity } | undefined;
  #code: { readonly leaf: Leaf; readonly mark: TelegramEntity } | undefined;
  #link: { readonly link: Look['link']; readonly mark: TelegramEntity } | undefined;

  fold(text: string): void {
    this.#text = cleanText(text).trim();
    this.#marks.push({ type: 'expandable_blockquote', offset: 0, length: this.#text.length });
  }

  close(): FormattedText {
    const text = this.#text;
    const full = this.#marks.filter(({ offset, length }) => length > 0 && offset < text.length);
    const first = Math.min(text.search(/\S|$/), ...full.map(({ offset }) => offset));
    const last = Math.max(
      text.trimEnd().length,
      ...full.map(({ offset, length }) => offset + length),
    );
    const entities = nestEntities(full).map((mark) => ({ ...mark, offset: mark.offset - first }));
    return { text: text.slice(first, last), entities };
  }

  line(line: Line, before: Line | undefined): void {
    if (before || this.#text !== '') this.#text += '\n'.repeat(before ? line.gap : 1);
    this.#link = undefined;
    const start = this.#text.length;
    this.#text += prefixOf(line);
    if (line.leaf.kind === 'code') this.#codeLine(line, line.leaf);
    else if (line.leaf.kind === 'rule') this.#text += RULE;
    else for (const run of line.runs) this.#run(run, stylesOf(run.look, line.leaf));
    if (line.runs.length === 0) this.#text = this.#text.replace(/ +$/, '');
    this.#quoteLine(line, Math.min(start, this.#text.length));
  }

  #quoteLine({ containers }: Line, start: number): void {
    const container = containers.find(({ kind }) => kind === 'quote');
    if (!container) return;
    if (this.#quote?.container !== container) {
      this.#quote = { container, mark: { type: 'blockquote', offset: start, length: 0 } };
      this.#marks.push(this.#quote.mark);
    }
    this.#quote.mark.length = this.#text.length - this.#quote.mark.offset;
  }

  /** The marker of an item would be part of the code. */
  #codeLine({ runs, opens }: Line, leaf: Leaf & { kind: 'code' }): void {
    if (opens.length > 0 && this.#text !== '' && !this.#text.endsWith('\n'))
      this.#text = `${this.#text.trimEnd()}\n`;
    if (this.#code?.leaf !== leaf) {
      const language = leaf.language && cleanText(leaf.language).trim();
      const mark: TelegramEntity = {
        type: 'pre',
        offset: this.#text.length,
        length: 0,
        ...(language && { language }),
      };
      this.#code = { leaf, mark };
      this.#marks.push(mark);
    }
    for (const { text } of runs) this.#text += cleanText(text);
    this.#code.mark.length = this.#text.length - this.#code.mark.offset;
  }

  #run(run: Run, styles: Styles): void {
    const text = cleanText(run.text);
    const url = run.look.link && telegramLink(run.look.link.url);
    const start = this.#text.length;
    if (url === undefined) this.#unlinked(text, run.look, styles);
    else {
      this.#text += text;
      this.#style(start, styles);
      this.#linkTo(url, run.look.link, start);
    }
  }

  #unlinked(text: string, { code }: Look, styles: Styles): void {
    this.#link = undefined;
    if (code) this.#inCode(text);
    else this.#prose(text, styles);
  }

  #prose(text: string, styles: Styles): void {
    let from = 0;
    for (const { index, 0: name } of ENDING.test(text) ? text.matchAll(FILE_NAME) : []) {
      this.#plain(text.slice(from, index), styles);
      this.#inCode(name);
      from = index + name.length;
    }
    this.#plain(text.slice(from), styles);
  }

  #plain(text: string, styles: Styles): void {
    const start = this.#text.length;
    this.#text += text;
    if (text.trim() !== '') this.#style(start, styles);
  }

  #inCode(text: string): void {
    const last = this.#marks.at(-1);
    if (last?.type === 'code' && last.offset + last.length === this.#text.length)
      last.length += text.length;
    else if (text.trim() !== '')
      this.#marks.push({ type: 'code', offset: this.#text.length, length: text.length });
    this.#text += text;
  }

  /** One link is one entity, whatever styles are in it. */
  #linkTo(url: string, link: Look['link'], start: number): void {
    if (this.#link && this.#link.link === link) {
      this.#link.mark.length = this.#text.length - this.#link.mark.offset;
      return;
    }
    const mark: TelegramEntity = {
      type: 'text_link',
      offset: start,
      length: this.#text.length - start,
      url,
    };
    this.#link = { link, mark };
    this.#marks.push(mark);
  }

  #style(offset: number, { bold, italic, strike, underline }: Styles): void {
    const length = this.#text.length - offset;
    if (bold) this.#marks.push({ type: 'bold', offset, length });
    if (italic) this.#marks.push({ type: 'italic', offset, length });
    if (underline) this.#marks.push({ type: 'underline', offset, length });
    if (strike) this.#marks.push({ type: 'strikethrough', offset, length });
  }
}

function stylesOf(look: Look, leaf: Leaf): Styles {
  if (leaf.kind !== 'heading') return look;
  return { ...look, bold: true, underline: leaf.level === 1 };
}

/** Markers of items, and what stands for them on their later lines. Code begins at the start of a line, to be copied as it is. */
function prefixOf({ containers, opens, leaf }: Line): string {
  const outer = containers.findIndex(({ kind }) => kind === 'quote');
  let prefix = '';
  for (const [index, container] of containers.entries()) {
    if (container.kind === 'quote') prefix += index > outer ? '› ' : '';
    else if (opens.includes(container)) prefix += markerOf(container);
    // A quote has an edge of its own.
    else if (index > outer) prefix += INDENT;
  }
  return leaf.kind === 'code' && opens.length === 0 ? '' : prefix;
}

function markerOf({ ordinal, checked, note }: Container & { kind: 'item' }): string {
  const task = checked === undefined ? '' : checked ? '☑ ' : '☐ ';
  if (note !== undefined) return `[${cleanText(note)}] `;
  if (ordinal !== undefined) return `${ordinal}. ${task}`;
  return task || '• ';
}
