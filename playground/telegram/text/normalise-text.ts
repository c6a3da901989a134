import type { Entity, FormattedText } from '../wire.ts';

/** Characters that the server drops: carriage return, line and direction marks, three combining signs. */
const DROPPED = /\r|[\u2028-\u202e]|\u030a|\u0333|\u033f/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const BLANKED = /[\x00-\x09\x0b-\x1f]/;
const SPACE = /^\s$/;

/** What the server makes of a text before it measures and stores it, with the entities moved along. */
export function normaliseText({ text, entities }: FormattedText): FormattedText {
  let clean = '';
  const moved: number[] = [];
  for (const unit of text.split('')) {
    moved.push(clean.length);
    if (!DROPPED.test(unit)) clean += BLANKED.test(unit) ? ' ' : unit;
  }
  moved.push(clean.length);
  const placed = entities.map((entity) =>
    moveEntity(entity, (offset) => moved[offset] ?? clean.length),
  );
  return trim({ text: clean, entities: placed });
}

/** White space at the edges goes, but not where an entity covers it. */
function trim({ text, entities }: FormattedText): FormattedText {
  const full = entities.filter((entity) => entity.length > 0);
  const firstEntity = Math.min(text.length, ...full.map((entity) => entity.offset));
  const lastEntity = Math.max(0, ...full.map((entity) => entity.offset + entity.length));
  let start = 0;
  while (start < firstEntity && SPACE.test(text[start] ?? '')) start += 1;
  let end = text.length;
  while (end > Math.max(start, lastEntity) && SPACE.test(text[end - 1] ?? '')) end -= 1;
  return {
    text: text.slice(start, end),
    entities: full.map((entity) =>
      moveEntity(entity, (offset) => Math.min(end, Math.max(start, offset)) - start),
    ),
  };
}

function moveEntity(entity: Entity, move: (offset: number) => number): Entity {
  const offset = move(entity.offset);
  return { ...entity, offset, length: move(entity.offset + entity.length) - offset };
}
