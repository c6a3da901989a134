import { omitUndefined } from '../../../lib/omit-undefined.ts';
import type { Container, Leaf, Line, Look, Run } from '../../../markdown/layout/layout.ts';
import { cleanText } from './clean-text.ts';
import { findNames } from './find-names.ts';
import { nestEntities, type TelegramEntity } from './nest-entities.ts';
import { telegramLink } from './telegram-link.ts';

/** A text with its formatting. Offsets and lengths count UTF-16 units. */
export interface FormattedText {
  readonly text: string;
  readonly entities: readonly TelegramEntity[];
}

const INDENT = '   ';
const RULE = '———';
/** Invisible, and no part of a host. */
const WORD_JOINER = '\u2060';

type Styles = Pick<Look, 'bold' | 'italic' | 'strike'> & { readonly underline?: boolean };

/**
 * Renders lines as a text with entities, as Telegram stores it. `reasoning` is folded above them.
 */
export function renderLines(lines: readonly Line[], reasoning = ''): FormattedText {
  const writer = new EntityWriter();
  if (reasoning !== '') writer.writeFolded(reasoning);
  for (const [index, line] of lines.entries()) writer.writeLine(line, lines[index - 1]);
  return writer.finish();
}

/**
 * Writes a text, and the entities that cover it. Entities of quotes, code and links grow from line
 * to line.
 */
class EntityWriter {
  #text = '';
  readonly #entities: TelegramEntity[] = [];
  #quote: { readonly container: Container; readonly entity: TelegramEntity } | undefined;
  #codeBlock: { readonly leaf: Leaf; readonly entity: TelegramEntity } | undefined;
  #link: { readonly link: Look['link']; readonly entity: TelegramEntity } | undefined;

  writeFolded(text: string): void {
    this.#text = disarmNames(cleanText(text).trim());
    this.#entities.push({ type: 'expandable_blockquote', offset: 0, length: this.#text.length });
  }

  writeLine(line: Line, previous: Line | undefined): void {
    const isFirst = !previous && this.#text === '';
    if (!isFirst) this.#text += '\n'.repeat(previous ? line.gap : 1);

    this.#link = undefined;
    const start = this.#text.length;
    this.#text += linePrefix(line);
    this.#writeContent(line);
    if (line.runs.length === 0) this.#text = this.#text.replace(/ +$/, '');

    this.#extendQuote(line, Math.min(start, this.#text.length));
  }

  /** Trims the text as the server does, except inside of entities. Drops entities without text. */
  finish(): FormattedText {
    const text = this.#text;
    const entities = this.#entities.filter(
      ({ offset, length }) => length > 0 && offset < text.length,
    );

    const start = Math.min(text.search(/\S|$/), ...entities.map(({ offset }) => offset));
    const entityEnds = entities.map(({ offset, length }) => offset + length);
    const end = Math.max(text.trimEnd().length, ...entityEnds);

    return {
      text: text.slice(start, end),
      entities: nestEntities(entities).map((entity) => ({
        ...entity,
        offset: entity.offset - start,
      })),
    };
  }

  #writeContent(line: Line): void {
    const { leaf, runs } = line;
    if (leaf.kind === 'code') this.#writeCodeLine(line, leaf);
    else if (leaf.kind === 'rule') this.#text += RULE;
    else for (const run of runs) this.#writeRun(run, stylesOf(run.look, leaf));
  }

  /** Telegram has no nested quotes, so only the outermost one is an entity. */
  #extendQuote({ containers }: Line, start: number): void {
    const container = containers.find(({ kind }) => kind === 'quote');
    if (!container) return;

    if (this.#quote?.container !== container) {
      const entity: TelegramEntity = { type: 'blockquote', offset: start, length: 0 };
      this.#quote = { container, entity };
      this.#entities.push(entity);
    }

    const { entity } = this.#quote;
    entity.length = this.#text.length - entity.offset;
  }

  #writeCodeLine({ runs, opens }: Line, leaf: Leaf & { kind: 'code' }): void {
    // The marker of a list item gets its own line. Otherwise it would be part of the code.
    const isBehindMarker = opens.length > 0 && this.#text !== '' && !this.#text.endsWith('\n');
    if (isBehindMarker) this.#text = `${this.#text.trimEnd()}\n`;

    if (this.#codeBlock?.leaf !== leaf) {
      const entity: TelegramEntity = omitUndefined({
        type: 'pre' as const,
        offset: this.#text.length,
        length: 0,
        language: languageOf(leaf),
      });
      this.#codeBlock = { leaf, entity };
      this.#entities.push(entity);
    }

    for (const { text } of runs) this.#text += cleanText(text);
    const { entity } = this.#codeBlock;
    entity.length = this.#text.length - entity.offset;
  }

  #writeRun(run: Run, styles: Styles): void {
    const text = cleanText(run.text);
    const { link, code } = run.look;
    const url = link && telegramLink(link.url);

    if (url !== undefined) {
      this.#writeLink(text, url, link, styles);
      return;
    }

    this.#link = undefined;
    if (code) this.#writeCode(text);
    else this.#writeProse(text, styles);
  }

  /** Names of files and methods are code, so that Telegram makes no links of them. */
  #writeProse(text: string, styles: Styles): void {
    let position = 0;

    for (const { index, name } of findNames(text)) {
      this.#writeStyled(text.slice(position, index), styles);
      this.#writeCode(name);
      position = index + name.length;
    }

    this.#writeStyled(text.slice(position), styles);
  }

  #writeStyled(text: string, styles: Styles): void {
    const start = this.#text.length;
    this.#text += text;
    if (text.trim() !== '') this.#addStyles(start, styles);
  }

  #writeCode(text: string): void {
    const last = this.#entities.at(-1);
    if (last?.type === 'code' && last.offset + last.length === this.#text.length)
      last.length += text.length;
    else if (text.trim() !== '')
      this.#entities.push({ type: 'code', offset: this.#text.length, length: text.length });
    this.#text += text;
  }

  /** One link is one entity, also when it has several runs with their own styles. */
  #writeLink(text: string, url: string, link: Look['link'], styles: Styles): void {
    const start = this.#text.length;
    this.#text += text;
    this.#addStyles(start, styles);

    if (!this.#link || this.#link.link !== link) {
      const entity: TelegramEntity = { type: 'text_link', offset: start, length: 0, url };
      this.#link = { link, entity };
      this.#entities.push(entity);
    }

    const { entity } = this.#link;
    entity.length = this.#text.length - entity.offset;
  }

  #addStyles(offset: number, { bold, italic, strike, underline }: Styles): void {
    const length = this.#text.length - offset;
    if (bold) this.#entities.push({ type: 'bold', offset, length });
    if (italic) this.#entities.push({ type: 'italic', offset, length });
    if (underline) this.#entities.push({ type: 'underline', offset, length });
    if (strike) this.#entities.push({ type: 'strikethrough', offset, length });
  }
}

/** Hides the dots of names from Telegram. Few people copy from folded text. */
function disarmNames(text: string): string {
  return findNames(text).reduceRight((disarmed, { index, name }) => {
    const end = index + name.lastIndexOf('.') + 1;
    return disarmed.slice(0, end) + WORD_JOINER + disarmed.slice(end);
  }, text);
}

/** Telegram has no headings: they are bold, and those of level 1 also underlined. */
function stylesOf(look: Look, leaf: Leaf): Styles {
  if (leaf.kind !== 'heading') return look;
  return { ...look, bold: true, underline: leaf.level === 1 };
}

function languageOf({ language }: Leaf & { kind: 'code' }): string | undefined {
  return (language && cleanText(language).trim()) || undefined;
}

/**
 * The markers of the items that begin with this line, and indents for the items that go on in it.
 * Later lines of code have no prefix, so that people can copy the code as it is.
 */
function linePrefix({ containers, opens, leaf }: Line): string {
  if (leaf.kind === 'code' && opens.length === 0) return '';

  const outerQuoteIndex = containers.findIndex(({ kind }) => kind === 'quote');
  let prefix = '';

  for (const [index, container] of containers.entries()) {
    const isInsideOuterQuote = index > outerQuoteIndex;
    if (container.kind === 'quote') prefix += isInsideOuterQuote ? '› ' : '';
    else if (opens.includes(container)) prefix += itemMarker(container);
    // Telegram draws an edge along a quote, which shows the indent of the items around it.
    else if (isInsideOuterQuote) prefix += INDENT;
  }

  return prefix;
}

function itemMarker({ ordinal, checked, footnote }: Container & { kind: 'item' }): string {
  if (footnote !== undefined) return `[${cleanText(footnote)}] `;

  const checkbox = checkboxOf(checked);
  if (ordinal !== undefined) return `${ordinal}. ${checkbox}`;
  return checkbox || '• ';
}

function checkboxOf(checked: boolean | undefined): string {
  if (checked === undefined) return '';
  return checked ? '☑ ' : '☐ ';
}
