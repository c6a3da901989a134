import type { ShownEntity } from '../local-network.ts';
import type { RichElement, RichKind, RichNode } from './rich-text.ts';

/** The kinds of nodes, by the types of entities. */
const KINDS: Readonly<Record<string, RichKind>> = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'strike',
  spoiler: 'spoiler',
  code: 'code',
  pre: 'code-block',
  blockquote: 'quote',
  expandable_blockquote: 'expandable-quote',
  heading: 'heading',
  text_link: 'link',
  url: 'link',
  mention: 'mention',
  text_mention: 'mention',
  bot_command: 'command',
};

/**
 * Turns Telegram's plain text and its entities into a tree. A range with an unknown type stays
 * plain.
 */
export function parseTelegramEntities(
  text: string,
  entities: readonly ShownEntity[] = [],
): RichNode[] {
  // Outer entities come before inner ones: of two that begin together, the longer one is outside.
  const outerFirst = entities
    .filter((entity) => KINDS[entity.type] !== undefined && entity.length > 0)
    .toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  return readRange(text, 0, text.length, outerFirst);
}

function readRange(
  text: string,
  from: number,
  to: number,
  entities: readonly ShownEntity[],
): RichNode[] {
  const nodes: RichNode[] = [];
  let readUpTo = from;
  let remaining = entities;

  for (let [entity] = remaining; entity !== undefined; [entity] = remaining) {
    const end = Math.min(entity.offset + entity.length, to);
    const later = remaining.slice(1);
    const firstAfter = later.findIndex(({ offset }) => offset >= end);
    const innerCount = firstAfter === -1 ? later.length : firstAfter;

    if (entity.offset > readUpTo) nodes.push(text.slice(readUpTo, entity.offset));
    nodes.push(readEntity(text, entity, end, later.slice(0, innerCount)));
    readUpTo = endOfBlock(text, entity, end);
    remaining = later.slice(innerCount);
  }

  if (readUpTo < to) nodes.push(text.slice(readUpTo, to));
  return nodes;
}

function readEntity(
  text: string,
  entity: ShownEntity,
  end: number,
  inner: readonly ShownEntity[],
): RichElement {
  const kind = KINDS[entity.type] ?? 'code';
  const children = readRange(text, entity.offset, end, inner);
  if (kind === 'link')
    return { kind, children, href: entity.url ?? text.slice(entity.offset, end) };
  return entity.language === undefined
    ? { kind, children }
    : { kind, children, detail: entity.language };
}

/**
 * The end of an entity. A block takes one newline after it, which would show as an empty line
 * because a block ends its line by itself.
 */
function endOfBlock(text: string, entity: ShownEntity, end: number): number {
  const isBlock =
    entity.type === 'pre' || entity.type.endsWith('blockquote') || entity.type === 'heading';
  return isBlock && text[end] === '\n' ? end + 1 : end;
}
