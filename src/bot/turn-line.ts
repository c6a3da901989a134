import type { AtOnceLimit, Limits } from '../contracts/limits.ts';
import type { Turn } from '../contracts/turns.ts';
import type { Clock } from '../lib/clock.ts';
import { createFairOrder, type WaitingParty } from '../lib/fair-order.ts';
import { partyOfTurn } from './party-of-turn.ts';

/** Decides which of the turns that may run comes next. */
export interface TurnLine {
  /**
   * Chooses in one pass: see `FairOrder`. `undefined`: there is none, or all of them are over a limit for
   * answers at the same time.
   */
  choose(ready: readonly Turn[], isStopped: (turn: Turn) => boolean): ChosenTurn;
  /** Tells whether there is a limit that may hold a turn back. */
  isLimited(turn: Turn): boolean;
  /** Counts a run. Gives the function that ends it. With `keepsPlace`, its turn comes first when it waits again. */
  start(turn: Turn): (end: { readonly keepsPlace: boolean }) => void;
}

interface ChosenTurn {
  readonly turn?: Turn | undefined;
  /** The turns over a limit, as far as the choice has met them: all, where nothing is chosen. */
  readonly heldBack: readonly Turn[];
}

/** The limits, and the clock for looking at them again. */
export interface TurnLineParts {
  /** Absent: nothing limits the answers at the same time. */
  readonly limits?: AtOnceLimits | undefined;
  readonly clock: Clock;
}

/** Without the last two, no other process answers. */
type AtOnceLimits = Pick<Limits, 'atOnce'> &
  Partial<Pick<Limits, 'runAtOnce' | 'runningElsewhere'>>;

interface WaitingTurn extends WaitingParty {
  readonly turn: Turn;
}

/** Limits may change while answers grow and questions wait. They are asked for again after this time. */
const RECOUNT_MS = 2_000;

/** Creates a line without running turns. */
export function createTurnLine({ limits, clock }: TurnLineParts): TurnLine {
  const order = createFairOrder();
  /** The limits that each running turn counts for. */
  const running = new Map<Turn, readonly string[]>();
  const counts = new Map<string, number>();
  /** Turns whose run had to make way, and which have not run again since. */
  const resumed = new Set<string>();
  /** A turn is read often before it runs, and never changes: another one takes its place. */
  const read = new WeakMap<Turn, WaitingTurn>();
  let knownLimits = new WeakMap<Turn, readonly AtOnceLimit[]>();
  let countedAt = clock.now();

  function limitsOf(turn: Turn): readonly AtOnceLimit[] {
    const known = knownLimits.get(turn);
    if (known || !limits) return known ?? [];

    const found = limits.atOnce(turn.inputs[0]?.author, turn.address.channel);
    knownLimits.set(turn, found);
    return found;
  }

  function count(turn: Turn): void {
    const keys = isFree(turn) ? [] : limitsOf(turn).map(({ key }) => key);
    running.set(turn, keys);
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  }

  function countOf(key: string): number {
    return (counts.get(key) ?? 0) + (limits?.runningElsewhere?.(key) ?? 0);
  }

  function uncount(turn: Turn): void {
    for (const key of running.get(turn) ?? []) {
      const left = (counts.get(key) ?? 0) - 1;
      if (left > 0) counts.set(key, left);
      else counts.delete(key);
    }
    running.delete(turn);
  }

  function recount(): void {
    countedAt = clock.now();
    knownLimits = new WeakMap();
    counts.clear();
    for (const turn of [...running.keys()]) {
      running.delete(turn);
      count(turn);
    }
  }

  /** A turn that has made way waits from then on, or has ended. */
  function dropEnded(ready: readonly Turn[]): void {
    if (resumed.size === 0) return;
    const readyIds = new Set(ready.map(({ id }) => id));
    for (const id of resumed) if (!readyIds.has(id)) resumed.delete(id);
  }

  function waitingOf(turn: Turn): WaitingTurn {
    const known = read.get(turn) ?? {
      ...partyOfTurn(turn),
      age: turn.acceptedAt,
      isResumed: isFree(turn) || hasBegun(turn),
      turn,
    };
    read.set(turn, known);
    return resumed.has(turn.id) ? { ...known, isResumed: true } : known;
  }

  return {
    isLimited: (turn) => limitsOf(turn).length > 0,

    choose(ready, isStopped) {
      if (limits && Math.abs(clock.now() - countedAt) >= RECOUNT_MS) recount();
      dropEnded(ready);
      if (running.size === 0 && ready.length === 0) order.forget();

      const heldBack: Turn[] = [];
      const isHeldBack = ({ turn }: WaitingTurn) => {
        const isFull = limitsOf(turn).some(({ key, most }) => countOf(key) >= most);
        const isHeld = isFull && !isFree(turn) && !isStopped(turn);
        if (isHeld) heldBack.push(turn);
        return isHeld;
      };
      const chosen = order.choose(ready.map(waitingOf), limits && isHeldBack);
      return { turn: chosen?.turn, heldBack };
    },

    start(turn) {
      resumed.delete(turn.id);
      count(turn);
      const endElsewhere = limits?.runAtOnce?.(running.get(turn) ?? []);
      const endService = order.serve(partyOfTurn(turn));

      return ({ keepsPlace }) => {
        endService();
        endElsewhere?.();
        uncount(turn);
        if (keepsPlace) resumed.add(turn.id);
      };
    },
  };
}

/** Tells whether a turn asks no model: it only shows something, or removes it. */
function isFree({ inputs, isStopped, rerun }: Turn): boolean {
  return inputs.length === 0 || isStopped === true || rerun?.kind === 'show';
}

/** Tells whether a turn had a place already: people see a part of its answer, or it was running when the process ended. */
function hasBegun({ answerMessages, creating, resumes, rerun }: Turn): boolean {
  const isVisible = rerun ? rerun.hasBegun === true : answerMessages.length > 0;
  return isVisible || creating || resumes > 0;
}
