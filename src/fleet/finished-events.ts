import { type Clock, sleep } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

interface FinishedEventsParts {
  readonly clock: Clock;
  readonly log: Log;
  /** As `EventLog.finish`. */
  finish(ids: readonly string[]): Promise<void>;
}

const RETRY_MS = 1_000;
/** After this many failures the next host of the chat gets the event again, and recognises it. */
const MOST_FAILURES = 30;

/**
 * Collects the events that are dealt with: those that end while a statement is under way go together into the next
 * one. Gives the function that adds one, which resolves when it is noted, and never rejects.
 */
export function createFinishedEvents({ clock, log, finish }: FinishedEventsParts) {
  let waiting: string[] = [];
  let noting: Promise<void> | undefined;

  async function note(): Promise<void> {
    // Those that end in this tick come along.
    await Promise.resolve();
    const ids = waiting;
    waiting = [];
    noting = undefined;
    for (let failures = 1; failures <= MOST_FAILURES; failures += 1) {
      try {
        return await finish(ids);
      } catch (error) {
        log.debug({ error: String(error) }, 'fleet: events are not noted as done, retrying');
        await sleep(clock, RETRY_MS);
      }
    }
  }

  return (id: string): Promise<void> => {
    waiting.push(id);
    noting ??= note();
    return noting;
  };
}
