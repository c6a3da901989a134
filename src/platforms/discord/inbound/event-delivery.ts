import type { InboundEvent, Inbox } from '../../../contracts/inbox.ts';
import { StoreError } from '../../../errors.ts';
import { type Clock, sleep } from '../../../lib/clock.ts';
import { createKeyedLock } from '../../../lib/keyed-lock.ts';
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
 * Creates the function that gives events to the inbox until they are stored. While one of a channel is held, those behind
 * it wait for it, so that people see the order of what they wrote.
 *
 * @throws What the inbox throws, when another attempt makes no sense.
 */
export function createEventDelivery({
  inbox,
  clock,
  stopped,
}: EventDeliveryParts): (occurrence: Occurrence, channelId: string) => Promise<void> {
  const inLine = createKeyedLock();
  /** The number of events that are held, by their channels. */
  const held = new Map<string, number>();
  let heldEvents = 0;

  const accept = async ({ event, carried }: Occurrence) => inbox.accept(event, carried);

  /** Gives `undefined` when another attempt makes no sense. */
  function longRetryWait(error: unknown, failures: number): number | undefined {
    const hasRoom = failures < MAX_STORE_RETRIES && heldEvents <= MAX_HELD_EVENTS;
    return mayRecover(error) && hasRoom ? LONG_STORE_RETRY_MS : undefined;
  }

  /** Repeats what has failed with `error`. */
  async function repeat(occurrence: Occurrence, error: unknown): Promise<void> {
    for (let failures = 0, last = error; ; failures += 1) {
      const waitMs = STORE_RETRY_WAITS_MS[failures] ?? longRetryWait(last, failures);
      if (stopped.aborted || waitMs === undefined) throw last;
      await sleep(clock, waitMs, stopped);
      try {
        return await accept(occurrence);
      } catch (next) {
        last = next;
      }
    }
  }

  async function hold(channelId: string, work: () => Promise<void>): Promise<void> {
    heldEvents += 1;
    held.set(channelId, (held.get(channelId) ?? 0) + 1);
    try {
      await inLine(channelId, work);
    } finally {
      heldEvents -= 1;
      const others = (held.get(channelId) ?? 0) - 1;
      if (others > 0) held.set(channelId, others);
      else held.delete(channelId);
    }
  }

  return async (occurrence, channelId) => {
    const isBehind = held.has(channelId) && heldEvents < MAX_HELD_EVENTS;
    const attempt = () => accept(occurrence).catch((error) => repeat(occurrence, error));
    if (isBehind) return hold(channelId, attempt);
    try {
      await accept(occurrence);
    } catch (error) {
      const again = () => repeat(occurrence, error);
      await (mayRecover(error) ? hold(channelId, again) : again());
    }
  };
}

function mayRecover(error: unknown): boolean {
  return error instanceof StoreError && error.kind !== 'damaged';
}
