import type { MessageEntity } from 'grammy/types';

/** What this bot uses of Telegram's entities. */
export type TelegramEntity =
  | MessageEntity.CommonMessageEntity
  | MessageEntity.PreMessageEntity
  | MessageEntity.TextLinkMessageEntity;

const STYLES: readonly TelegramEntity['type'][] = ['bold', 'italic', 'underline', 'strikethrough'];
const endOf = ({ offset, length }: TelegramEntity) => offset + length;

/**
 * Entities as the server stores them: touching ones of one style joined, and cut where they would overlap another by half.
 * Quotes hold code and links as a whole, and styles never stand on those; so only styles need care.
 */
export function nestEntities(marks: readonly TelegramEntity[]): TelegramEntity[] {
  const placed = marks.filter(({ type }) => rank(type) < 1 || rank(type) > STYLES.length);
  for (const style of STYLES) {
    const joined = joinTouching(marks.filter(({ type }) => type === style));
    placed.push(...joined.flatMap((mark) => cutAtEdges(mark, placed)));
  }
  return placed.sort(
    (a, b) => a.offset - b.offset || b.length - a.length || rank(a.type) - rank(b.type),
  );
}

function rank(type: TelegramEntity['type']): number {
  if (type.endsWith('blockquote')) return 0;
  const style = STYLES.indexOf(type);
  return style < 0 ? STYLES.length + 1 : style + 1;
}

function joinTouching(sorted: readonly TelegramEntity[]): TelegramEntity[] {
  const joined: TelegramEntity[] = [];
  for (const mark of sorted) {
    const last = joined.at(-1);
    if (last && endOf(last) === mark.offset)
      joined.splice(-1, 1, { ...last, length: last.length + mark.length });
    else joined.push(mark);
  }
  return joined;
}

function cutAtEdges(mark: TelegramEntity, placed: readonly TelegramEntity[]): TelegramEntity[] {
  const inside = (at: number) => mark.offset < at && at < endOf(mark);
  const edges = new Set([mark.offset, endOf(mark)]);
  for (const other of placed) {
    if (inside(other.offset) && endOf(other) > endOf(mark)) edges.add(other.offset);
    if (inside(endOf(other)) && other.offset < mark.offset) edges.add(endOf(other));
  }
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(1).map((edge, index) => {
    const offset = sorted[index] ?? mark.offset;
    return { ...mark, offset, length: edge - offset };
  });
}
