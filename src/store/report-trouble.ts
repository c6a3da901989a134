import type { Observe } from '../contracts/observation.ts';
import type { Store } from '../contracts/store.ts';
import { StoreError, type StoreErrorKind } from '../errors.ts';
import { backoffMs } from '../lib/backoff.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

/** Who hears of trouble: the log, and who takes note of observations. */
interface ReportParts {
  readonly observe?: Observe | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Trouble of one kind that lasts. */
interface Trouble {
  readonly since: number;
  /** The number of lines in the log. */
  lines: number;
  nextLineAt: number;
  lastFailureAt: number;
}

/** Every part that uses the store fails again each few seconds: one line for all of them is enough. */
const LINE_WAITS = { firstMs: 60_000, longestMs: 60 * 60_000 };
/**
 * The store works again when it wrote, and nothing failed for this long. On a full disk, small writes
 * may succeed between larger ones that fail.
 */
const QUIET_MS = 60_000;

/**
 * Logs what is wrong with a store: at once, again after a minute, then at growing intervals up to an
 * hour, and when it works again.
 */
export function reportTrouble(store: Store, { observe, clock, log }: ReportParts): Store {
  const troubles = new Map<StoreErrorKind, Trouble>();

  function onFailure(error: unknown): never {
    if (error instanceof StoreError) logFailure(error);
    throw error;
  }

  function logFailure({ kind, message }: StoreError): void {
    const now = clock.now();
    const trouble = troubles.get(kind) ?? {
      since: now,
      lines: 0,
      nextLineAt: now,
      lastFailureAt: now,
    };
    troubles.set(kind, trouble);
    trouble.lastFailureAt = now;
    if (now < trouble.nextLineAt) return;

    trouble.lines += 1;
    trouble.nextLineAt = now + backoffMs(trouble.lines, LINE_WAITS);
    observe?.({ kind: 'store', problem: message });
    log.error({ kind, since: new Date(trouble.since).toISOString() }, `store: ${message}`);
  }

  function onWritten(): void {
    if (troubles.size === 0) return;
    for (const [kind, { since, lastFailureAt }] of troubles) {
      if (clock.now() - lastFailureAt < QUIET_MS) continue;
      troubles.delete(kind);
      log.info({ kind, since: new Date(since).toISOString() }, 'store: works again');
    }
    if (troubles.size === 0) observe?.({ kind: 'store' });
  }

  async function report<Result>(call: Promise<Result>): Promise<Result> {
    return call.catch(onFailure);
  }

  async function reportWrite<Result>(call: Promise<Result>): Promise<Result> {
    const result = await call.catch(onFailure);
    onWritten();
    return result;
  }

  return {
    get: (key) => report(store.get(key)),
    getMany: (keys) => report(store.getMany(keys)),
    findKeys: (prefix) => report(store.findKeys(prefix)),
    // Without changes, nothing says that the store works.
    write: (changes, options) =>
      changes.length === 0 ? store.write([]) : reportWrite(store.write(changes, options)),
    replace: (key, value) => reportWrite(store.replace(key, value)),
    claim: (key, expected, next) => reportWrite(store.claim(key, expected, next)),
    swap: (...swapped) => reportWrite(store.swap(...swapped)),
    watch: store.watch,
    purge: () => reportWrite(store.purge()),
    close: store.close,
  };
}
