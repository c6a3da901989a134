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

/** The slots that this process has of those that several processes divide. */
interface SlotShare {
  readonly count: number;
  /** Says that the use has changed. `isShort`: calls wait. */
  report(isShort: boolean): void;
}

/** The numbers of some slots. */
interface FairSlotsOptions {
  readonly count: number;
  readonly maxWaiting: number;
  /** Other processes use the same slots. Absent: none does. `onChange` is called when there may be more. */
  readonly openShare?: ((use: { used(): number; onChange(): void }) => SlotShare) | undefined;
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
  openShare,
}: FairSlotsOptions): FairSlots {
  const order = createFairOrder();
  /** In the order in which they came. */
  const waiting = new Set<Waiter>();
  let underWay = 0;
  let calls = 0;
  const share = openShare?.({ used: () => underWay, onChange: admitNext });

  function areAllTaken(): boolean {
    return underWay >= (share?.count ?? count);
  }

  function reportNeed(): void {
    share?.report(waiting.size > 0);
  }

  function isHeldBack(party: ServedParty): boolean {
    const { ofPerson, ofChannel } = order.underWay(party);
    return Math.max(ofPerson, ofChannel) >= mostForOne;
  }

  function serve(party: ServedParty): () => void {
    underWay += 1;
    reportNeed();
    const end = order.serve(party);
    return () => {
      end();
      underWay -= 1;
      admitNext();
    };
  }

  /** Several may be able to enter: who waits for their own slot to be free may be another than who shares their channel. */
  function admitNext(): void {
    while (!areAllTaken()) {
      const next = order.choose(waiting, isHeldBack);
      if (!next) break;
      waiting.delete(next);
      next.enter(serve(next));
    }
    if (underWay === 0) order.forget();
    reportNeed();
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
    /** A process without slots gets some when it needs them. */
    get areTaken() {
      return areAllTaken() && underWay + waiting.size > 0;
    },

    async take(party, signal) {
      if (signal.aborted) return undefined;
      if (!areAllTaken() && !isHeldBack(party)) return serve(party);
      if (waiting.size >= maxWaiting && !makeRoom(party)) return undefined;

      const { promise, resolve } = Promise.withResolvers<(() => void) | undefined>();
      const leave = () => {
        waiting.delete(waiter);
        reportNeed();
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
      reportNeed();
      return promise;
    },
  };
}
