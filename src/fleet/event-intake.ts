import type { InboundEvent } from '../contracts/inbox.ts';
import { StoreError } from '../errors.ts';
import { backoffMs } from '../lib/backoff.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { LoggedEvent } from './event-log.ts';

/** Takes the events of one chat: what people write in its order, the rest as it comes. */
export interface EventIntake {
  /** The number of events that are not dealt with yet. */
  readonly inHand: number;
  /** Not all of them are loose messages. */
  readonly isBusy: boolean;
  /** Call it before each read of the log, whose events then come to `take`. */
  beforeRead(): void;
  /** Takes the events that it does not have in hand. Gives whether one of them was no loose message. */
  take(events: readonly LoggedEvent[]): boolean;
  /** Resolves when nothing is in hand. Events that failed until then stay in the log. */
  whenEmpty(): Promise<void>;
}

interface EventIntakeParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when this process gives the chat up: what fails from then on is left to the next host. */
  readonly ending: AbortSignal;
  /** Deals with an event. Resolves when what must not be lost is on disk. */
  accept(logged: LoggedEvent): Promise<void>;
  /** Takes note that an event is dealt with. A question may wait: it has a mark of its own in the store. */
  finish(id: string, mayWait: boolean): Promise<void>;
}

const RETRY_WAITS = { firstMs: 250, longestMs: 15_000 };
/** An event that fails this often although the store works will fail for ever. */
const MOST_FAILURES = 5;

/** Creates an intake with nothing in hand. */
export function createEventIntake(parts: EventIntakeParts): EventIntake {
  const { clock, log, ending } = parts;
  const inHand = new Map<string, { readonly work: Promise<void>; readonly isLoose: boolean }>();
  /** What was noted as done since the running read began: it may have read that as still waiting. */
  const doneSince = new Set<string>();
  /** The last event of those that keep their order. */
  let last: Promise<unknown> = Promise.resolve();

  function start(logged: LoggedEvent): void {
    const previous = last;
    const dealing = previous.then(() => deal(logged));
    const work = dealing
      .then(async (isDone) => {
        if (!isDone) return;
        await parts.finish(logged.id, logged.event.kind === 'message');
        doneSince.add(logged.id);
      })
      .finally(() => inHand.delete(logged.id));
    // A command may ask a network, and nothing waits for it.
    if (isWritten(logged.event)) last = dealing;
    inHand.set(logged.id, { work, isLoose: logged.isLoose === true });
  }

  /** Gives `false` when the event is left to the next host. */
  async function deal(logged: LoggedEvent): Promise<boolean> {
    for (let failures = 1; !ending.aborted; failures += 1) {
      try {
        await parts.accept(logged);
        return true;
      } catch (error) {
        if (mayNeverWork(error) && failures >= MOST_FAILURES) {
          const fields = { kind: logged.event.kind, error: String(error) };
          log.error(fields, 'fleet: an event was set aside, it fails again and again');
          return true;
        }
        await sleep(clock, backoffMs(failures, RETRY_WAITS), ending);
      }
    }
    return false;
  }

  return {
    get inHand() {
      return inHand.size;
    },

    get isBusy() {
      return [...inHand.values()].some(({ isLoose }) => !isLoose);
    },

    beforeRead: () => doneSince.clear(),

    take(events) {
      const fresh = events.filter(({ id }) => !inHand.has(id) && !doneSince.has(id));
      for (const logged of fresh) start(logged);
      return fresh.some(({ isLoose }) => !isLoose);
    },

    async whenEmpty() {
      while (inHand.size > 0) await Promise.all([...inHand.values()].map(({ work }) => work));
    },
  };
}

function mayNeverWork(error: unknown): boolean {
  return !(error instanceof StoreError) || error.kind === 'damaged';
}

/** People see the order of what they write, change and delete. */
function isWritten({ kind }: InboundEvent): boolean {
  return kind === 'message' || kind === 'edited' || kind === 'deleted' || kind === 'migrated';
}
