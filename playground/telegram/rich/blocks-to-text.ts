import { isObject, type JsonObject } from '../params.ts';
import { repairEntities } from '../text/repair-entities.ts';
import type { Entity, FormattedText } from '../wire.ts';

/** RichText kinds that look the same as entities. */
const STYLES: readonly string[] = [
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'code',
];

/** How the local page shows a rich message: text and entities stand in for headings, lists and tables. */
export function blocksToText(blocks: readonly unknown[]): FormattedText {
  const writer = new TextWriter();
  writer.blocks(blocks, '');
  const text = writer.text.trimEnd();
  const inside = writer.entities.map((one) => ({
    ...one,
    length: Math.min(one.length, text.length - one.offset),
  }));
  return { text, entities: repairEntities(inside) };
}

class TextWriter {
  text = '';
  readonly entities: Entity[] = [];

  blocks(blocks: unknown, prefix: string): void {
    for (const block of Array.isArray(blocks) ? blocks : []) {
      if (isObject(block)) this.#block(block, prefix);
    }
  }

  #block(block: JsonObject, prefix: string): void {
    const start = this.text.length;
    this.text += prefix;
    const lead = block.text ?? block.expression ?? block.summary;
    if (block.type === 'divider') this.text += '———';
    else if (block.type === 'table') this.#table(block.cells);
    else if (lead !== undefined) this.#rich(lead);
    if (block.type === 'heading') this.#mark('bold', start);
    if (block.type === 'pre') this.#mark('pre', start, block.language);
    if (this.text.length > start + prefix.length) this.text += '\n';
    else this.text = this.text.slice(0, start);
    if (block.type === 'list') this.#items(block.items, prefix);
    else this.blocks(block.blocks, prefix);
    if (block.type === 'blockquote') this.#mark('blockquote', start);
  }

  #items(items: unknown, prefix: string): void {
    for (const item of Array.isArray(items) ? items : []) {
      if (isObject(item)) this.blocks(item.blocks, `${prefix}• `);
    }
  }

  #table(rows: unknown): void {
    const start = this.text.length;
    for (const row of Array.isArray(rows) ? rows : []) {
      const cells = Array.isArray(row) ? row : [];
      for (const [index, cell] of cells.entries()) {
        if (index > 0) this.text += ' | ';
        if (isObject(cell)) this.#rich(cell.text);
      }
      this.text += '\n';
    }
    this.#mark('pre', start);
  }

  #rich(text: unknown): void {
    if (typeof text === 'string') this.text += text;
    else if (Array.isArray(text)) for (const one of text) this.#rich(one);
    else if (isObject(text)) this.#styled(text);
  }

  #styled(text: JsonObject): void {
    const start = this.text.length;
    this.#rich(text.text ?? text.expression ?? text.alternative_text);
    const type = String(text.type);
    if (STYLES.includes(type)) this.#mark(type, start);
    const length = this.text.length - start;
    if (type === 'url' && length > 0) {
      this.entities.push({ type: 'text_link', offset: start, length, url: String(text.url) });
    }
  }

  #mark(type: string, offset: number, language?: unknown): void {
    const length = this.text.length - offset;
    if (length <= 0) return;
    this.entities.push({ type, offset, length, ...(typeof language === 'string' && { language }) });
  }
}
