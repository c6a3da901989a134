import type { RichBlock } from './render-blocks.ts';

/** The size of blocks, in the units of Telegram's limits. */
interface BlocksSize {
  /** UTF-16 units of all texts. */
  readonly units: number;
  /** The number of blocks, as Telegram counts it: list items and table rows count too. */
  readonly blocks: number;
}

/** Measures blocks and everything inside of them. */
export function measureBlocks(blocks: readonly RichBlock[]): BlocksSize {
  const sizes = blocks.map(measureBlock);
  return {
    units: sizes.reduce((sum, size) => sum + size.units, 0),
    blocks: sizes.reduce((sum, size) => sum + size.blocks, 0),
  };
}

function measureBlock(block: RichBlock): BlocksSize {
  switch (block.type) {
    case 'list': {
      const content = measureBlocks(block.items.flatMap((item) => item.blocks));
      return { units: content.units, blocks: content.blocks + block.items.length + 1 };
    }
    case 'blockquote': {
      const content = measureBlocks(block.blocks);
      return { units: content.units, blocks: content.blocks + 1 };
    }
    case 'details': {
      const content = measureBlocks(block.blocks);
      return { units: content.units + unitsOf(block.summary), blocks: content.blocks + 1 };
    }
    case 'table':
      return { units: unitsOf(block.cells), blocks: block.cells.length + 1 };
    case 'paragraph':
    case 'heading':
    case 'pre':
      return { units: unitsOf(block.text), blocks: 1 };
    case 'mathematical_expression':
      return { units: block.expression.length, blocks: 1 };
    default:
      return { units: 0, blocks: 1 };
  }
}

/**
 * The fields of a rich text or a table cell that hold no text. The addresses of links count as
 * text, to be safe: Telegram's documentation does not exclude them.
 */
const FIELDS_WITHOUT_TEXT: readonly string[] = ['type', 'align', 'valign'];

/** The UTF-16 units of all strings in a rich text, in table cells, or in a list of them. */
function unitsOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;

  return Object.entries(value)
    .filter(([field]) => !FIELDS_WITHOUT_TEXT.includes(field))
    .reduce((sum, [, part]) => sum + unitsOf(part), 0);
}
