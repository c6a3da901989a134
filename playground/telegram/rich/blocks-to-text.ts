import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { isObject, type JsonObject } from '../params.ts';
import { repairEntities } from '../text/repair-entities.ts';
import type { Entity, FormattedText } from '../wire.ts';

/** The types of RichText that have the same name as entities. */
const STYLE_TYPES: readonly string[] = [
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'code',
];

/**
 * Turns a rich message into the text that the local page shows: text and entities stand in for
 * headings, lists and tables.
 */
export function blocksToText(blocks: readonly unknown[]): FormattedText {
  const writer = new TextWriter();
  writer.writeBlocks(blocks, '');

  const text = writer.text.trimEnd();
  const entities = writer.entities.map((entity) => ({
    ...entity,
    length: Math.min(entity.length, text.length - entity.offset),
  }));
  return { text, entities: repairEntities(entities) };
}

/** Writes blocks as text. `prefix` stands before each line of a list item. */
class TextWriter {
  text = '';
  readonly entities: Entity[] = [];

  writeBlocks(blocks: unknown, prefix: string): void {
    for (const block of Array.isArray(blocks) ? blocks : []) {
      if (isObject(block)) this.#writeBlock(block, prefix);
    }
  }

  #writeBlock(block: JsonObject, prefix: string): void {
    const start = this.text.length;
    const content = block.text ?? block.expression ?? block.summary;
    this.text += prefix;
    if (block.type === 'divider') this.text += '———';
    else if (block.type === 'table') this.#writeTable(block.cells);
    else if (content !== undefined) this.#writeRichText(content);

    if (block.type === 'heading') this.#addEntity('bold', start);
    if (block.type === 'pre') this.#addEntity('pre', start, block.language);

    // A block without content leaves no line behind.
    if (this.text.length > start + prefix.length) this.text += '\n';
    else this.text = this.text.slice(0, start);

    if (block.type === 'list') this.#writeItems(block.items, prefix);
    else this.writeBlocks(block.blocks, prefix);
    if (block.type === 'blockquote') this.#addEntity('blockquote', start);
  }

  #writeItems(items: unknown, prefix: string): void {
    for (const item of Array.isArray(items) ? items : []) {
      if (isObject(item)) this.writeBlocks(item.blocks, `${prefix}• `);
    }
  }

  #writeTable(rows: unknown): void {
    const start = this.text.length;
    for (const row of Array.isArray(rows) ? rows : []) {
      const cells = Array.isArray(row) ? row : [];
      for (const [index, cell] of cells.entries()) {
        if (index > 0) this.text += ' | ';
        if (isObject(cell)) this.#writeRichText(cell.text);
      }
      this.text += '\n';
    }
    this.#addEntity('pre', start);
  }

  #writeRichText(text: unknown): void {
    if (typeof text === 'string') this.text += text;
    else if (Array.isArray(text)) for (const part of text) this.#writeRichText(part);
    else if (isObject(text)) this.#writeStyled(text);
  }

  #writeStyled(text: JsonObject): void {
    const start = this.text.length;
    this.#writeRichText(text.text ?? text.expression ?? text.alternative_text);
    const type = String(text.type);
    if (STYLE_TYPES.includes(type)) this.#addEntity(type, start);
    const length = this.text.length - start;
    if (type === 'url' && length > 0) {
      this.entities.push({ type: 'text_link', offset: start, length, url: String(text.url) });
    }
  }

  #addEntity(type: string, offset: number, language?: unknown): void {
    const length = this.text.length - offset;
    if (length <= 0) return;
    const knownLanguage = typeof language === 'string' ? language : undefined;
    this.entities.push(omitUndefined({ type, offset, length, language: knownLanguage }));
  }
}
