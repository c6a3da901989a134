import { backoffMs } from '../lib/backoff.ts';
import type { Clock } from '../lib/clock.ts';
import { endsWithin } from '../lib/ends-within.ts';
import type { Log } from '../lib/log.ts';
import type { AlertPost } from './alert-post.ts';
import type { TroubleRecord, TroubleRecords } from './trouble-records.ts';
import { writeAlert, writeSummary } from './write-alert.ts';

/** Tells the operator what the records say is not told so far. */
export interface Teller {
  /** Tells in the background what can be told now. */
  tell(): void;
  /** There are messages that did not arrive, or wait. */
  hasUntold(): boolean;
  /** A network works again: what could not be told is tried now. */
  retry(): void;
  /** Resolves when no message is under way, or after a moment. */
  stop(): Promise<void>;
}

interface TellerParts {
  readonly records: TroubleRecords;
  readonly post: AlertPost;
  readonly clock: Clock;
  readonly log: Log;
}

const HOUR_MS = 60 * 60_000;
/** Then follows one summary, when an hour has passed since the first of them. */
const MAX_MESSAGES_PER_HOUR = 10;
const RETRY_WAITS = { firstMs: 60_000, longestMs: HOUR_MS };
/** Later, it is no news. */
const GIVE_UP_MS = 24 * HOUR_MS;
/** The network may be slow, and the process has to end. What was not told is told after the next start. */
const STOP_MS = 1_000;

/** Creates a teller. Nobody waits for it, and it never throws. */
export function createTeller({ records, post, clock, log }: TellerParts): Teller {
  /** The times of the messages of the last hour. */
  let sentAt: readonly number[] = [];
  /** The messages of an hour are used up: what follows comes as a summary. */
  let isHeld = false;
  let failures = 0;
  let retryAt = 0;
  let isStopped = false;
  /** There may be more to tell than the messages under way know of. */
  let isWanted = false;
  let telling: Promise<void> | undefined;

  const listUntold = () =>
    records.list().filter(({ toldAt, overAt }) => toldAt === undefined || overAt !== undefined);

  function hasRoom(): boolean {
    const now = clock.now();
    // A clock that was set back must not make the wait longer.
    sentAt = sentAt.filter((at) => at <= now && now - at < HOUR_MS);
    return sentAt.length < MAX_MESSAGES_PER_HOUR;
  }

  async function tellAll(): Promise<void> {
    let untold = listUntold();
    while (untold.length > 0 && clock.now() >= retryAt && !isStopped) {
      if (!hasRoom()) {
        isHeld = true;
        return;
      }
      const told = isHeld ? untold : untold.slice(0, 1);
      if (!(await send(told))) return giveUp(untold);
      isHeld = false;
      untold = listUntold();
    }
  }

  async function send(told: readonly TroubleRecord[]): Promise<boolean> {
    const [first] = told;
    const isOne = told.length === 1 && first !== undefined;
    const hasArrived = await post.send((reader) =>
      isOne ? writeAlert(first, reader) : writeSummary(told, reader),
    );
    if (!hasArrived) {
      failures += 1;
      retryAt = clock.now() + backoffMs(failures, RETRY_WAITS);
      return false;
    }
    failures = 0;
    sentAt = [...sentAt, clock.now()];
    for (const record of told) settle(record);
    return true;
  }

  /** Meanwhile, the trouble may have ended, or may be there again. */
  function settle({ id, overAt }: TroubleRecord): void {
    const record = records.get(id);
    if (!record) return;
    if (overAt === undefined) records.put({ ...record, toldAt: clock.now() });
    else if (record.overAt !== undefined) records.remove(id);
    else records.put({ ...withoutTold(record) });
  }

  function giveUp(untold: readonly TroubleRecord[]): void {
    log.debug({ troubles: untold.length }, 'alerts: nobody could be told, trying again later');
    for (const record of untold) {
      const since = record.overAt ?? record.since;
      if (clock.now() - since < GIVE_UP_MS) continue;
      log.warn({ trouble: record.id }, 'alerts: nobody could be told for a day, giving up');
      settle(record);
    }
  }

  async function tellWhileWanted(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      await tellAll().catch((error: unknown) =>
        log.error({ error }, 'alerts: a trouble was not told'),
      );
    }
    telling = undefined;
  }

  function tell(): void {
    isWanted = true;
    telling ??= tellWhileWanted();
  }

  return {
    tell,
    hasUntold: () => listUntold().length > 0,

    retry() {
      retryAt = 0;
      failures = 0;
      tell();
    },

    async stop() {
      isStopped = true;
      if (telling) await endsWithin(clock, STOP_MS, telling);
    },
  };
}

/** It was told as over, and is there again: a new trouble. */
function withoutTold({ toldAt: _told, ...record }: TroubleRecord): TroubleRecord {
  return record;
}
