import type { Entity, FormattedText } from '../wire.ts';

/**
 * The characters that the server drops: carriage return, line and direction marks, three combining
 * signs.
 */
const DROPPED = /\r|[\u2028-\u202e]|\u030a|\u0333|\u033f/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for control characters
const BLANKED = /[\x00-\x09\x0b-\x1f]/;
const SPACE = /^\s$/;

/**
 * Normalises a text as the server does before it measures and stores it. The entities move along.
 */
export function normaliseText({ text, entities }: FormattedText): FormattedText {
  let clean = '';
  /** The new offset of each old one. */
  const newOffsets: number[] = [];
  for (const unit of text.split('')) {
    newOffsets.push(clean.length);
    if (!DROPPED.test(unit)) clean += BLANKED.test(unit) ? ' ' : unit;
  }
  newOffsets.push(clean.length);

  const movedEntities = entities.map((entity) =>
    moveEntity(entity, (offset) => newOffsets[offset] ?? clean.length),
  );
  return trim({ text: clean, entities: movedEntities });
}

/** Removes white space at the edges, except where an entity covers it. */
function trim({ text, entities }: FormattedText): FormattedText {
  const nonEmpty = entities.filter(({ length }) => length > 0);
  const entitiesStart = Math.min(text.length, ...nonEmpty.map(({ offset }) => offset));
  const entitiesEnd = Math.max(0, ...nonEmpty.map(({ offset, length }) => offset + length));

  let start = 0;
  while (start < entitiesStart && SPACE.test(text[start] ?? '')) start += 1;
  let end = text.length;
  while (end > Math.max(start, entitiesEnd) && SPACE.test(text[end - 1] ?? '')) end -= 1;

  return {
    text: text.slice(start, end),
    entities: nonEmpty.map((entity) =>
      moveEntity(entity, (offset) => Math.min(end, Math.max(start, offset)) - start),
    ),
  };
}

function moveEntity(entity: Entity, move: (offset: number) => number): Entity {
  const offset = move(entity.offset);
  return { ...entity, offset, length: move(entity.offset + entity.length) - offset };
}
