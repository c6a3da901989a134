import type { Clock } from './clock.ts';

/** The part of a fleet that tells other processes something. */
interface Teller {
  members(): readonly unknown[];
  tell(topic: string, content: object): void;
  tellSoon?(topic: string, take: () => readonly object[], withinMs: number): void;
}

/** Items that other processes are told, several at once. */
export interface ToldBatches {
  /**
   * Tells it within a moment; within `rideWithinMs` where it may go with something else until then. A process that is
   * alone tells nothing.
   */
  add(item: object, rideWithinMs?: number): void;
  /** Tells now what waits. */
  flush(): void;
}

interface BatchParts {
  readonly fleet: Teller;
  readonly topic: string;
  readonly clock: Clock;
  /** Makes the message of some items. Absent: `{ items }`. */
  toMessage?(items: readonly object[]): object;
}

/** What belongs together follows each other, as the end of an attempt and of its answer. */
const TELL_AFTER_MS = 100;
/** Less than a message may have. */
const MAX_CHARACTERS = 4_000;

/** Creates the batches. */
export function createToldBatches({ fleet, topic, clock, ...parts }: BatchParts): ToldBatches {
  const { toMessage = (items: readonly object[]) => ({ items }) } = parts;
  let batches: object[][] = [];
  let characters = 0;
  let tellAt = Number.POSITIVE_INFINITY;
  let cancel: (() => void) | undefined;

  function take(): readonly object[] {
    cancel?.();
    cancel = undefined;
    tellAt = Number.POSITIVE_INFINITY;
    const taken = batches;
    batches = [];
    return taken.map(toMessage);
  }

  function tellNow(): void {
    for (const message of take()) fleet.tell(topic, message);
  }

  function tellWithin(ms: number): void {
    if (clock.now() + ms >= tellAt) return;
    tellAt = clock.now() + ms;
    if (fleet.tellSoon) {
      fleet.tellSoon(topic, take, ms);
      return;
    }
    cancel?.();
    cancel = clock.after(ms, tellNow);
  }

  return {
    flush: tellNow,

    add(item, rideWithinMs = TELL_AFTER_MS) {
      if (fleet.members().length < 2) return;
      const { length } = JSON.stringify(item);
      const last = batches.at(-1);
      if (last && characters + length <= MAX_CHARACTERS) {
        last.push(item);
        characters += length;
      } else {
        batches.push([item]);
        characters = length;
      }
      const withinMs = fleet.tellSoon ? rideWithinMs : TELL_AFTER_MS;
      tellWithin(batches.length > 1 ? 0 : withinMs);
    },
  };
}
