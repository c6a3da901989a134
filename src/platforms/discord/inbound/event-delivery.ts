import type { InboundEvent, Inbox } from '../../../contracts/inbox.ts';
import { StoreError } from '../../../errors.ts';
import { type Clock, sleep } from '../../../lib/clock.ts';
import type { Carried } from './carried.ts';

/** An event with what the process that answers it has to know besides. */
export interface Occurrence {
  readonly event: InboundEvent;
  readonly carried?: Carried | undefined;
}

interface EventDeliveryParts {
  readonly inbox: Pick<Inbox, 'accept'>;
  readonly clock: Clock;
  /** Aborts when the platform is stopped. */
  readonly stopped: AbortSignal;
}

/**
 * Discord never sends an event again, so an event that could not be stored is retried after these
 * waits.
 */
const STORE_RETRY_WAITS_MS = [250, 1_000, 4_000, 16_000];
/** While the store says that it fails, such as on a full disk, the retries go on for about an hour. */
const LONG_STORE_RETRY_MS = 30_000;
const MAX_STORE_RETRIES = 120;
/** Bounds the events in memory. */
const MAX_HELD_EVENTS = 1_000;

/**
 * Creates the function that gives events to the inbox until they are stored.
 *
 * @throws What the inbox throws, when another attempt makes no sense.
 */
export function createEventDelivery({
  inbox,
  clock,
  stopped,
}: EventDeliveryParts): (occurrence: Occurrence) => Promise<void> {
  let heldEvents = 0;

  /** Gives `undefined` when another attempt makes no sense. */
  function longRetryWait(error: unknown, failures: number): number | undefined {
    const mayRecover = error instanceof StoreError && error.kind !== 'damaged';
    const hasRoom = failures < MAX_STORE_RETRIES && heldEvents < MAX_HELD_EVENTS;
    return mayRecover && hasRoom ? LONG_STORE_RETRY_MS : undefined;
  }

  return async ({ event, carried }) => {
    for (let failures = 0; ; failures += 1) {
      try {
        return await inbox.accept(event, carried);
      } catch (error) {
        const waitMs = STORE_RETRY_WAITS_MS[failures] ?? longRetryWait(error, failures);
        if (stopped.aborted || waitMs === undefined) throw error;
        heldEvents += 1;
        await sleep(clock, waitMs, stopped);
        heldEvents -= 1;
      }
    }
  };
}
