import { divideFairly } from './divide-fairly.ts';
import type { Holding, Holdings } from './holdings.ts';

/** What a process knows when it decides on its part of a limit. */
interface HoldingSituation {
  readonly total: number;
  /** The parts of the others that are alive. */
  readonly others: Holdings;
  readonly own: Holding & { readonly id: string };
  /** Processes that may come with a need at any moment, and hold nothing. */
  readonly idleMembers: number;
  /** It has had its turn. */
  readonly mayPassOn: boolean;
}

/** The part that a process should have. */
interface PlannedHolding {
  /** It may use this number from now on. */
  readonly target: number;
  /** It has no less than the others, or all that it wants. */
  readonly isFair: boolean;
  /** Others have less than their fair parts, and nothing is free. */
  readonly isScarce: boolean;
  readonly turn: number;
}

/** A process that begins to work finds something in these parts of a limit, however busy the others are. */
const LARGEST_RESERVE = 0.25;
/** What a process keeps although it does not use it: the next question need not wait for the store. */
const IDLE_PART = 1 / 12;

/** A process gives back what it does not use once it is more than this. When it dies, nobody has to wait for that. */
export function mostUnused(total: number): number {
  return 2 * Math.max(1, Math.floor(total * IDLE_PART));
}

/** Decides how much of a limit a process should have, so that each gets what it needs, or else as much as the others. */
export function planHolding(situation: HoldingSituation): PlannedHolding {
  const { total, others, own, idleMembers, mayPassOn } = situation;
  const turn = mayPassOn && isAnyoneLeftOut(situation) ? lastTurn(others) + 1 : own.turn;
  const ordered = [...others, [own.id, { ...own, turn }] as const].sort(
    ([idA, a], [idB, b]) => a.turn - b.turn || (idA < idB ? -1 : 1),
  );

  const reserve = Math.min(idleMembers, Math.floor(total * LARGEST_RESERVE));
  const wants = ordered.map(([, { want }]) => want);
  const parts = divideFairly(total - reserve, wants);
  const partOf = new Map(ordered.map(([id], index) => [id, parts[index] ?? 0]));
  const fair = partOf.get(own.id) ?? 0;

  const held = [...others.values()].reduce((sum, { count }) => sum + count, own.count);
  const free = Math.max(0, total - held);
  const missing = [...others].reduce(
    (sum, [id, { count }]) => sum + Math.max(0, (partOf.get(id) ?? 0) - count),
    0,
  );
  const needed = Math.min(Math.max(0, own.count - fair), Math.max(0, missing - free));
  const give = Math.max(needed, unusedPart(own, total));
  const take = Math.min(Math.max(0, fair - own.count), free);
  const target = own.count - give + take;
  return { target, isFair: target >= fair, isScarce: missing > free, turn };
}

/** What a process has and does not want, if that is much: small changes of the need move nothing. */
function unusedPart({ count, want }: Holding, total: number): number {
  const kept = Math.max(want, mostUnused(total) / 2);
  return count > 2 * kept ? count - kept : 0;
}

/** There is not one for each process that needs some. */
function isAnyoneLeftOut({ others, own }: HoldingSituation): boolean {
  const needsFirst = ({ count, want }: Holding) => count === 0 && want > 0;
  return own.count === 1 && [...others.values()].some(needsFirst);
}

/** The highest turn of all. */
export function lastTurn(holdings: Holdings): number {
  return Math.max(0, ...[...holdings.values()].map(({ turn }) => turn));
}
