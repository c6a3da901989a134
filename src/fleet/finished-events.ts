import { type Clock, sleep } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

interface FinishedEventsParts {
  readonly clock: Clock;
  readonly log: Log;
  /** As `EventLog.finish`. */
  finish(id: string, withinMs: number): Promise<void>;
}

/** What else is to be written for a question follows within this time. */
const WAIT_MS = 50;
const RETRY_MS = 1_000;
/** After this many failures the next host of the chat gets the event again, and recognises it. */
const MOST_FAILURES = 30;

/**
 * Notes the events that are dealt with. Gives the function that notes one, which resolves when it is noted, and never
 * rejects. One that `mayWait` is recognised if it comes again, because its process was killed meanwhile.
 */
export function createFinishedEvents({ clock, log, finish }: FinishedEventsParts) {
  return async (id: string, mayWait: boolean): Promise<void> => {
    for (let failures = 1; failures <= MOST_FAILURES; failures += 1) {
      try {
        return await finish(id, mayWait ? WAIT_MS : 0);
      } catch (error) {
        log.debug({ error: String(error) }, 'fleet: an event is not noted as done, retrying');
        await sleep(clock, RETRY_MS);
      }
    }
  };
}
