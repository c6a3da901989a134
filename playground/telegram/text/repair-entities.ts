import type { Entity } from '../wire.ts';

const STYLES: readonly string[] = ['bold', 'italic', 'underline', 'strikethrough', 'spoiler'];
const QUOTES: readonly string[] = ['blockquote', 'expandable_blockquote'];
const CODE: readonly string[] = ['pre', 'code'];

const endOf = (entity: Entity) => entity.offset + entity.length;
const overlap = (a: Entity, b: Entity) => a.offset < endOf(b) && b.offset < endOf(a);

/**
 * Brings entities into the order and nesting that the server stores: quotes outside and never in one another; of two
 * entities that cannot contain each other the first stays; styles are split around code and cut where they would
 * overlap by halves.
 */
export function repairEntities(entities: readonly Entity[]): readonly Entity[] {
  const sorted = entities.filter((entity) => entity.length > 0).sort(byPlace);
  const placed: Entity[] = keepFirst(sorted.filter((one) => QUOTES.includes(one.type)));
  const exclusive = sorted.filter(
    (one) => !QUOTES.includes(one.type) && !STYLES.includes(one.type),
  );
  for (const entity of keepFirst(exclusive)) placed.push(...cutAtEdges(entity, placed));
  const code = placed.filter((one) => CODE.includes(one.type));
  for (const style of STYLES) {
    const runs = joinRuns(sorted.filter((one) => one.type === style));
    for (const run of runs.flatMap((one) => cutOut(one, code)))
      placed.push(...cutAtEdges(run, placed));
  }
  return placed.sort(byPlace);
}

function byPlace(a: Entity, b: Entity): number {
  return a.offset - b.offset || b.length - a.length || rank(a) - rank(b);
}

const rank = (entity: Entity) =>
  QUOTES.includes(entity.type)
    ? 0
    : STYLES.includes(entity.type)
      ? 1 + STYLES.indexOf(entity.type)
      : 9;

function keepFirst(sorted: readonly Entity[]): Entity[] {
  const kept: Entity[] = [];
  for (const entity of sorted) if (!kept.some((one) => overlap(one, entity))) kept.push(entity);
  return kept;
}

/** Touching and overlapping runs of one style are one run. */
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

function cutOut(run: Entity, holes: readonly Entity[]): readonly Entity[] {
  const pieces: Entity[] = [];
  let offset = run.offset;
  for (const hole of holes.filter((one) => overlap(one, run)).sort(byPlace)) {
    pieces.push({ ...run, offset, length: hole.offset - offset });
    offset = Math.max(offset, endOf(hole));
  }
  pieces.push({ ...run, offset, length: endOf(run) - offset });
  return pieces.filter((piece) => piece.length > 0);
}

/** Cuts a run where an entity begins or ends inside it that it does not contain as a whole. */
function cutAtEdges(run: Entity, placed: readonly Entity[]): readonly Entity[] {
  const cuts = new Set<number>();
  for (const one of placed) {
    if (one.offset < run.offset && run.offset < endOf(one) && endOf(one) < endOf(run))
      cuts.add(endOf(one));
    if (run.offset < one.offset && one.offset < endOf(run) && endOf(run) < endOf(one))
      cuts.add(one.offset);
  }
  const edges = [run.offset, ...[...cuts].sort((a, b) => a - b), endOf(run)];
  return edges.slice(1).map((edge, index) => {
    const offset = edges[index] ?? run.offset;
    return { ...run, offset, length: edge - offset };
  });
}
