import type { RichBlock } from './render-blocks.ts';

export interface BlocksSize {
  /** UTF-16 units of all texts. */
  readonly units: number;
  /** As Telegram counts them: with items and rows. */
  readonly blocks: number;
}

/** What of rich blocks counts for Telegram's limits. */
export function measureBlocks(blocks: readonly RichBlock[]): BlocksSize {
  const sizes = blocks.map(sizeOf);
  return {
    units: sizes.reduce((sum, { units }) => sum + units, 0),
    blocks: sizes.reduce((sum, one) => sum + one.blocks, 0),
  };
}

function sizeOf(block: RichBlock): BlocksSize {
  switch (block.type) {
    case 'list': {
      const inside = measureBlocks(block.items.flatMap((item) => item.blocks));
      return { ...inside, blocks: inside.blocks + block.items.length + 1 };
    }
    case 'blockquote':
    case 'details': {
      const inside = measureBlocks(block.blocks);
      const units = inside.units + (block.type === 'details' ? unitsOf(block.summary) : 0);
      return { units, blocks: inside.blocks + 1 };
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

/** What is no text of a RichText or a cell. Addresses count, to be safe: nobody says that they do not. */
const NO_TEXT: readonly string[] = ['type', 'align', 'valign'];

function unitsOf(text: unknown): number {
  if (typeof text === 'string') return text.length;
  if (typeof text !== 'object' || text === null) return 0;
  return Object.entries(text).reduce(
    (sum, [name, part]) => sum + (NO_TEXT.includes(name) ? 0 : unitsOf(part)),
    0,
  );
}
