import type { UpdateEntity } from '../readers.ts';

/** A marked part of a text, with the marked parts inside it. */
export interface MarkedRange {
  readonly entity: UpdateEntity;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly inside: readonly MarkedRange[];
}

type FlatRange = Omit<MarkedRange, 'inside'>;

/** From the outermost to the innermost, where several cover the same text. The others are inside of these. */
const OUTER_TYPES = [
  'blockquote',
  'expandable_blockquote',
  'pre',
  'text_link',
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
];

/**
 * Nests the marked parts of a text. Of parts that overlap, the later one is cut at the end of the earlier
 * one; Telegram sends none, other servers may. Each chain of nested parts has a type only once, so the
 * depth is bounded by the number of types.
 */
export function nestMarks(text: string, entities: readonly UpdateEntity[]): readonly MarkedRange[] {
  const ranges = entities.flatMap((entity) => toRange(text, entity) ?? []);
  return nest(ranges.sort(compareRanges));
}

function toRange(text: string, entity: UpdateEntity): FlatRange | undefined {
  const { offset, length } = entity;
  if (offset < 0 || length <= 0 || offset >= text.length) return undefined;

  const start = splitsCharacter(text, offset) ? offset - 1 : offset;
  const end = Math.min(text.length, offset + length);
  return { entity, start, end: splitsCharacter(text, end) ? end + 1 : end };
}

/** Offsets count UTF-16 units. One between the halves of a character would leave two broken ones. */
function splitsCharacter(text: string, index: number): boolean {
  return (text.codePointAt(index - 1) ?? 0) > 0xffff;
}

function compareRanges(a: FlatRange, b: FlatRange): number {
  return a.start - b.start || b.end - a.end || rankOf(a) - rankOf(b);
}

function rankOf({ entity }: FlatRange): number {
  const index = OUTER_TYPES.indexOf(entity.type);
  return index < 0 ? OUTER_TYPES.length : index;
}

/** `ranges`: in the order of their starts. */
function nest(ranges: readonly FlatRange[]): readonly MarkedRange[] {
  const queue = [...ranges];
  const nested: MarkedRange[] = [];
  let index = 0;

  for (let outer = queue[0]; outer !== undefined; outer = queue[index]) {
    const { end, entity } = outer;
    let next = index + 1;
    while ((queue[next]?.start ?? end) < end) next += 1;

    const within = queue.slice(index + 1, next);
    const others = within.filter((range) => range.entity.type !== entity.type);
    const clipped = others.map((range) => ({ ...range, end: Math.min(range.end, end) }));
    nested.push({ ...outer, inside: nest(clipped) });

    const beyond = within.filter((range) => range.end > end);
    queue.splice(next, 0, ...beyond.map((range) => ({ ...range, start: end })));
    index = next;
  }

  return nested;
}
