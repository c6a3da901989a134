import type { MessageEntity } from 'grammy/types';

/** The kinds of Telegram's entities that Parley writes. */
export type TelegramEntity =
  | MessageEntity.CommonMessageEntity
  | MessageEntity.PreMessageEntity
  | MessageEntity.TextLinkMessageEntity;

/** From the outermost to the innermost, where several cover the same text. */
const STYLES: readonly TelegramEntity['type'][] = ['bold', 'italic', 'underline', 'strikethrough'];

const QUOTE_RANK = 0;
const FIRST_STYLE_RANK = 1;
const CODE_AND_LINK_RANK = FIRST_STYLE_RANK + STYLES.length;

/**
 * Gives the entities as the server stores them: touching entities of one style are joined, and an
 * entity that overlaps another one in part is cut at its edge.
 *
 * Only styles need this. A quote holds whole pieces of code and whole links, and code and links
 * never overlap.
 */
export function nestEntities(entities: readonly TelegramEntity[]): TelegramEntity[] {
  const nested = entities.filter(({ type }) => !STYLES.includes(type));

  for (const style of STYLES) {
    const joined = joinTouching(entities.filter(({ type }) => type === style));
    nested.push(...joined.flatMap((entity) => cutAtEdges(entity, nested)));
  }

  return nested.sort(
    (a, b) => a.offset - b.offset || b.length - a.length || rankOf(a.type) - rankOf(b.type),
  );
}

/** A smaller rank is further outside. */
function rankOf(type: TelegramEntity['type']): number {
  if (type.endsWith('blockquote')) return QUOTE_RANK;

  const index = STYLES.indexOf(type);
  return index < 0 ? CODE_AND_LINK_RANK : FIRST_STYLE_RANK + index;
}

/** `entities`: of one style, in the order of their offsets. */
function joinTouching(entities: readonly TelegramEntity[]): TelegramEntity[] {
  const joined: TelegramEntity[] = [];

  for (const entity of entities) {
    const last = joined.at(-1);
    if (last && endOf(last) === entity.offset)
      joined.splice(-1, 1, { ...last, length: last.length + entity.length });
    else joined.push(entity);
  }

  return joined;
}

/** Cuts `entity` at the edges of those others that overlap it in part. */
function cutAtEdges(entity: TelegramEntity, others: readonly TelegramEntity[]): TelegramEntity[] {
  const isInside = (position: number) => entity.offset < position && position < endOf(entity);
  const edges = new Set([entity.offset, endOf(entity)]);

  for (const other of others) {
    if (isInside(other.offset) && endOf(other) > endOf(entity)) edges.add(other.offset);
    if (isInside(endOf(other)) && other.offset < entity.offset) edges.add(endOf(other));
  }

  const sortedEdges = [...edges].sort((a, b) => a - b);
  return sortedEdges.slice(1).map((end, index) => {
    const offset = sortedEdges[index] ?? entity.offset;
    return { ...entity, offset, length: end - offset };
  });
}

function endOf({ offset, length }: TelegramEntity): number {
  return offset + length;
}
