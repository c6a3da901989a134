/** A block of a document. Items of a list stand close together. */
export interface MarkdownBlock {
  readonly text: string;
  readonly isItem: boolean;
}

const MAX_ITEMS_TOGETHER = 100;

/** Joins the items of each list, without empty lines between them. */
export function* joinItems(blocks: Iterable<MarkdownBlock>): Generator<string> {
  let items: string[] = [];
  for (const { text, isItem } of blocks) {
    if (!text.trim()) continue;
    if (isItem) items.push(text);
    const isListEnd = !isItem || items.length === MAX_ITEMS_TOGETHER;
    if (isListEnd && items.length > 0) {
      yield items.join('\n');
      items = [];
    }
    if (!isItem) yield text;
  }
  if (items.length > 0) yield items.join('\n');
}
