import type { ShownEntity } from '../local-network.ts';
import type { RichElement, RichKind, RichNode } from './rich-text.ts';

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

/** Telegram's plain text and its entities as a tree. Entities of types that the page does not know stay plain. */
export function parseTelegramEntities(
  text: string,
  entities: readonly ShownEntity[] = [],
): RichNode[] {
  // Outer before inner: entities nest, and of two that begin together the longer one is outside.
  const known = entities
    .filter((entity) => KINDS[entity.type] !== undefined && entity.length > 0)
    .toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  return readRange(text, 0, text.length, known);
}

function readRange(
  text: string,
  from: number,
  to: number,
  entities: readonly ShownEntity[],
): RichNode[] {
  const nodes: RichNode[] = [];
  let at = from;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index] as ShownEntity;
    const end = Math.min(entity.offset + entity.length, to);
    const next = entities.findIndex((other, place) => place > index && other.offset >= end);
    const inner = entities.slice(index + 1, next === -1 ? entities.length : next);
    index = next === -1 ? entities.length : next;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    nodes.push(readEntity(text, entity, end, inner));
    at = endOfBlock(text, entity, end);
  }
  if (at < to) nodes.push(text.slice(at, to));
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

/** A block ends its line by itself, so one newline after it would show as an empty line. */
function endOfBlock(text: string, entity: ShownEntity, end: number): number {
  const isBlock =
    entity.type === 'pre' || entity.type.endsWith('blockquote') || entity.type === 'heading';
  return isBlock && text[end] === '\n' ? end + 1 : end;
}
