import { createFairOrder, personOf, type ServedParty, type WaitingParty } from './fair-order.ts';

/** A limited number of slots, with a line in which nobody waits long because of somebody else's many calls. */
export interface FairSlots {
  /** True while no slot is free. */
  readonly areTaken: boolean;
  /**
   * Waits for a slot. Gives the function that gives it back, to be called once. `undefined`: the signal aborted, or
   * the line is full. A full line drops the newest call of the person with the most calls in it.
   */
  take(party: ServedParty, signal: AbortSignal): Promise<(() => void) | undefined>;
}

/** The numbers of some slots. */
interface FairSlotsOptions {
  readonly count: number;
  readonly maxWaiting: number;
  /** The most slots that one person, or one channel, has at a time. Absent: all. */
  readonly mostForOne?: number;
}

interface Waiter extends WaitingParty {
  enter(giveBack: () => void): void;
  leave(): void;
}

/** Creates slots that are given as `FairOrder` says. */
export function createFairSlots({
  count,
  maxWaiting,
  mostForOne = count,
}: FairSlotsOptions): FairSlots {
  const order = createFairOrder();
  /** In the order in which they came. */
  const waiting = new Set<Waiter>();
  let free = count;
  let calls = 0;

  function isHeldBack(party: ServedParty): boolean {
    const { ofPerson, ofChannel } = order.underWay(party);
    return Math.max(ofPerson, ofChannel) >= mostForOne;
  }

  function serve(party: ServedParty): () => void {
    free -= 1;
    const end = order.serve(party);
    return () => {
      end();
      free += 1;
      admitNext();
    };
  }

  /** Several may be able to enter: who waits for their own slot to be free may be another than who shares their channel. */
  function admitNext(): void {
    while (free > 0) {
      const next = order.choose(waiting, isHeldBack);
      if (!next) break;
      waiting.delete(next);
      next.enter(serve(next));
    }
    if (free === count) order.forget();
  }

  /** Makes room for a newcomer in a full line. `false`: nobody has more calls in it than they would have. */
  function makeRoom(newcomer: ServedParty): boolean {
    const byPerson = Map.groupBy(waiting, personOf);
    const own = byPerson.get(personOf(newcomer))?.length ?? 0;
    let most: readonly Waiter[] = [];
    for (const calls of byPerson.values()) if (calls.length > most.length) most = calls;
    if (most.length <= own + 1) return false;
    most.at(-1)?.leave();
    return true;
  }

  return {
    get areTaken() {
      return free === 0;
    },

    async take(party, signal) {
      if (signal.aborted) return undefined;
      if (free > 0 && !isHeldBack(party)) return serve(party);
      if (waiting.size >= maxWaiting && !makeRoom(party)) return undefined;

      const { promise, resolve } = Promise.withResolvers<(() => void) | undefined>();
      const leave = () => {
        waiting.delete(waiter);
        end(undefined);
      };
      const end = (outcome: (() => void) | undefined) => {
        signal.removeEventListener('abort', leave);
        resolve(outcome);
      };
      calls += 1;
      const waiter: Waiter = { ...party, age: calls, enter: end, leave };
      waiting.add(waiter);
      signal.addEventListener('abort', leave, { once: true });
      return promise;
    },
  };
}
