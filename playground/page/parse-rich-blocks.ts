import type { RichElement, RichKind, RichNode } from './rich-text.ts';

/** A part of a rich message in Telegram's wire shape, with fields of any kind. */
type Wire = Readonly<Record<string, unknown>>;

/** The kinds of nodes, by the types of RichText. */
const TEXT_KINDS: Readonly<Record<string, RichKind>> = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'strike',
  spoiler: 'spoiler',
  code: 'code',
  subscript: 'subscript',
  superscript: 'superscript',
  mention: 'mention',
  text_mention: 'mention',
  reference: 'superscript',
  reference_link: 'superscript',
  bot_command: 'command',
};
const QUOTE_KINDS: Readonly<Record<string, RichKind>> = {
  blockquote: 'quote',
  pullquote: 'quote',
  expandable_blockquote: 'expandable-quote',
};
/** The server refuses messages that are nested deeper. */
const MAX_DEPTH = 16;

/** Turns the blocks of a rich message (Bot API 10.1) into a tree. */
export function parseRichBlocks(blocks: unknown, depth = 0): RichNode[] {
  if (depth > MAX_DEPTH) return [];
  return asList(blocks).flatMap((block) => parseBlock(asWire(block), depth + 1));
}

function parseBlock(block: Wire, depth: number): RichNode[] {
  const { type, text } = block;
  const content = () => parseRichText(text, depth);
  const quoteKind = QUOTE_KINDS[String(type)];
  if (quoteKind !== undefined) {
    const quoted = [...content(), ...parseRichBlocks(block.blocks, depth)];
    return [node(quoteKind, [...quoted, ...parseCredit(block.credit, depth)])];
  }

  switch (type) {
    case 'paragraph':
    case 'thinking':
      return [node('paragraph', content())];
    case 'footer':
      return [node('subtext', content())];
    case 'heading':
      return [node('heading', content(), String(block.size ?? 1))];
    case 'pre':
      return [node('code-block', content(), asText(block.language))];
    case 'divider':
      return [node('divider', [])];
    case 'mathematical_expression':
      return [node('formula', [asText(block.expression)], 'block')];
    case 'list':
      return [parseList(asList(block.items).map(asWire), depth)];
    case 'table':
      return parseTable(block, depth);
    case 'details': {
      const summary = node('summary', parseRichText(block.summary, depth));
      return [
        node(
          'details',
          [summary, ...parseRichBlocks(block.blocks, depth)],
          block.is_open === true ? 'open' : '',
        ),
      ];
    }
    default:
      // Pictures, maps and other blocks: the words in them.
      return [
        node('paragraph', [
          ...content(),
          ...parseRichText(asWire(block.caption).text ?? block.caption, depth),
        ]),
        ...parseRichBlocks(block.blocks, depth),
      ];
  }
}

function parseCredit(credit: unknown, depth: number): RichNode[] {
  const words = parseRichText(credit, depth);
  return words.length > 0 ? [node('subtext', ['— ', ...words])] : [];
}

/** A list is numbered if its items have numbers. Each item keeps its own. */
function parseList(items: readonly Wire[], depth: number): RichElement {
  const isNumbered = items[0]?.value !== undefined;
  const children = items.map((item) => {
    const content = parseRichBlocks(item.blocks, depth);
    if (item.has_checkbox === true)
      return node('task', content, item.is_checked === true ? 'done' : 'open');
    return node('item', content, item.value === undefined ? undefined : String(item.value));
  });
  return node(isNumbered ? 'ordered-list' : 'list', children);
}

function parseTable({ cells, caption }: Wire, depth: number): RichNode[] {
  const rows = asList(cells).map((row) =>
    node(
      'row',
      asList(row)
        .map(asWire)
        .map((cell) =>
          node(
            cell.is_header === true ? 'head-cell' : 'cell',
            parseRichText(cell.text, depth),
            asText(cell.align),
          ),
        ),
    ),
  );
  const title = parseRichText(caption, depth);
  return [...(title.length > 0 ? [node('subtext', title)] : []), node('table', rows)];
}

/** RichText is a text, a list of them, or an object that formats one. */
function parseRichText(value: unknown, depth: number): RichNode[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((part) => parseRichText(part, depth));
  if (typeof value !== 'object' || value === null) return [];

  const span = asWire(value);
  if (span.type === 'mathematical_expression') return [node('formula', [asText(span.expression)])];
  const children = parseRichText(span.text ?? span.alternative_text, depth + 1);
  if (span.type === 'url') return [{ kind: 'link', children, href: asText(span.url) }];

  const kind = TEXT_KINDS[String(span.type)];
  return kind === undefined ? children : [node(kind, children)];
}

function node(kind: RichKind, children: readonly RichNode[], detail?: string): RichElement {
  return detail === undefined ? { kind, children } : { kind, children, detail };
}

function asWire(value: unknown): Wire {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
