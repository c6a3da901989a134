import type { Entity } from '../wire.ts';

const STYLES: readonly string[] = ['bold', 'italic', 'underline', 'strikethrough', 'spoiler'];
const QUOTES: readonly string[] = ['blockquote', 'expandable_blockquote'];
const CODE: readonly string[] = ['pre', 'code'];

const endOf = (entity: Entity) => entity.offset + entity.length;
const doOverlap = (a: Entity, b: Entity) => a.offset < endOf(b) && b.offset < endOf(a);

/**
 * Brings entities into the order and nesting that the server stores. Quotes are outside, and never
 * in one another. Of two entities that cannot contain each other, the first one stays. Styles are
 * split around code, and cut where they would overlap only in part.
 */
export function repairEntities(entities: readonly Entity[]): readonly Entity[] {
  const sorted = entities.filter((entity) => entity.length > 0).sort(byPosition);
  const placed: Entity[] = keepFirst(sorted.filter(({ type }) => QUOTES.includes(type)));

  const exclusive = sorted.filter(({ type }) => !QUOTES.includes(type) && !STYLES.includes(type));
  for (const entity of keepFirst(exclusive)) placed.push(...cutAtEdges(entity, placed));

  const code = placed.filter(({ type }) => CODE.includes(type));
  for (const style of STYLES) {
    const runs = joinRuns(sorted.filter(({ type }) => type === style));
    for (const run of runs.flatMap((joined) => cutOut(joined, code)))
      placed.push(...cutAtEdges(run, placed));
  }

  return placed.sort(byPosition);
}

function byPosition(a: Entity, b: Entity): number {
  return a.offset - b.offset || b.length - a.length || rank(a) - rank(b);
}

/** The order of entities with the same range: quotes, styles, all others. */
function rank({ type }: Entity): number {
  if (QUOTES.includes(type)) return 0;
  return STYLES.includes(type) ? 1 + STYLES.indexOf(type) : 9;
}

/** Drops each entity that overlaps an earlier one. */
function keepFirst(sorted: readonly Entity[]): Entity[] {
  const kept: Entity[] = [];
  for (const entity of sorted) {
    if (!kept.some((other) => doOverlap(other, entity))) kept.push(entity);
  }
  return kept;
}

/** Joins runs of one style that touch or overlap. */
function joinRuns(sorted: readonly Entity[]): readonly Entity[] {
  const runs: Entity[] = [];
  for (const entity of sorted) {
    const last = runs.at(-1);
    if (last && entity.offset <= endOf(last)) {
      runs[runs.length - 1] = {
        ...last,
        length: Math.max(endOf(last), endOf(entity)) - last.offset,
      };
    } else {
      runs.push(entity);
    }
  }
  return runs;
}

/** The pieces of a run outside of the holes. */
function cutOut(run: Entity, holes: readonly Entity[]): readonly Entity[] {
  const pieces: Entity[] = [];
  let offset = run.offset;
  for (const hole of holes.filter((other) => doOverlap(other, run)).sort(byPosition)) {
    pieces.push({ ...run, offset, length: hole.offset - offset });
    offset = Math.max(offset, endOf(hole));
  }
  pieces.push({ ...run, offset, length: endOf(run) - offset });
  return pieces.filter((piece) => piece.length > 0);
}

/** Cuts a run at the edges of the entities that overlap it only in part. */
function cutAtEdges(run: Entity, placed: readonly Entity[]): readonly Entity[] {
  const cuts = new Set<number>();
  for (const entity of placed) {
    const end = endOf(entity);
    const runEnd = endOf(run);
    if (entity.offset < run.offset && run.offset < end && end < runEnd) cuts.add(end);
    if (run.offset < entity.offset && entity.offset < runEnd && runEnd < end)
      cuts.add(entity.offset);
  }
  const edges = [run.offset, ...[...cuts].sort((a, b) => a - b), endOf(run)];
  return edges.slice(1).map((edge, index) => {
    const offset = edges[index] ?? run.offset;
    return { ...run, offset, length: edge - offset };
  });
}
