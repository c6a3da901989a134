import type { Database } from '../../contracts/database.ts';
import type { StoreError } from '../../errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { RunInSession } from './run-in-session.ts';

/** Locks that belong to a session, while sessions come and go. */
interface SessionLocks extends Pick<Database, 'withLock'> {
  onUp(): void;
  onDown(): void;
}

interface LockParts {
  readonly run: RunInSession;
  readonly clock: Clock;
  /** The error of a lost session. */
  lost(): StoreError;
  /** The silence of a session after which it loses its locks. Absent: 15 s. */
  readonly silenceMs?: number | undefined;
}

interface WaitingLock {
  readonly name: string;
  /** Gets `undefined` when nobody waits any more. */
  resolve(held: HeldLock | undefined): void;
  reject(error: unknown): void;
}

interface HeldLock {
  readonly name: string;
  readonly lost: AbortController;
}

/** All locks that a process waits for are tried together: this is one statement, whatever their number. */
const TRY_EVERY_MS = 500;
/** Every few seconds, a look at who holds them. */
const TRIES_PER_LOOK = 5;
const SILENCE_MS = 15_000;

const NUMBER_OF_NAME = "hashtextextended('parley lock ' || name, 0)";
const TRY = `SELECT name FROM unnest($1::text[]) AS name WHERE pg_try_advisory_lock(${NUMBER_OF_NAME})`;
/**
 * A session asks the server something every few seconds (see `createDirectSession`). One that has been silent for longer
 * belongs to a process that stands still, or that the server cannot reach: it is ended, and its locks with it.
 */
const END_SILENT = `
SELECT pg_terminate_backend(held.pid) FROM unnest($1::text[]) AS name
JOIN pg_locks AS held ON held.locktype = 'advisory' AND held.granted AND held.objsubid = 1
  AND (held.classid::bigint << 32 | held.objid::bigint) = ${NUMBER_OF_NAME}
JOIN pg_stat_activity AS session ON session.pid = held.pid AND session.datname = current_database()
WHERE session.state = 'idle' AND session.state_change < now() - $2 * interval '1 millisecond'`;
const UNLOCK = `SELECT pg_advisory_unlock(${NUMBER_OF_NAME}) FROM unnest($1::text[]) AS name`;

/** Creates the locks of the sessions of one process. */
export function createSessionLocks(parts: LockParts): SessionLocks {
  const { run, clock, lost, silenceMs = SILENCE_MS } = parts;
  const waiting = new Set<WaitingLock>();
  /** Also those of a lost session, until their work has ended. */
  const held = new Map<string, HeldLock>();
  let isUp = false;
  let cancelTry: (() => void) | undefined;
  let trying = Promise.resolve();
  let tries = 0;

  function tryAfter(ms: number): void {
    cancelTry ??= clock.after(ms, () => {
      cancelTry = undefined;
      // A session gets a lock that it holds once more, so the answer to each try must be known before the next one.
      trying = trying.then(tryAll).catch(() => {});
    });
  }

  async function tryAll(): Promise<void> {
    const names = [...new Set([...waiting].map(({ name }) => name))].filter(
      (name) => !held.has(name),
    );
    if (!isUp || names.length === 0) return;
    try {
      for (const { name } of await run(TRY, [names])) give(String(name));
      tries += 1;
      if (tries % TRIES_PER_LOOK === 0) await run(END_SILENT, [names, silenceMs]);
    } finally {
      // A new session tries at once. Who waits for a lock of this process is called when its work ends.
      if (isUp && waiting.size > 0) tryAfter(TRY_EVERY_MS);
    }
  }

  /** The session holds the lock now. The first who waits for it gets it. */
  function give(name: string): void {
    const first = [...waiting].find((each) => each.name === name);
    if (first) {
      const lock = { name, lost: new AbortController() };
      held.set(name, lock);
      first.resolve(lock);
    } else unlock(name);
  }

  function unlock(name: string): void {
    // A lost session holds nothing.
    run(UNLOCK, [[name]]).catch(() => {});
  }

  function acquire(name: string, signal: AbortSignal): Promise<HeldLock | undefined> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return resolve(undefined);
      const own: WaitingLock = { name, resolve: settle(resolve), reject: settle(reject) };
      const giveUp = () => own.resolve(undefined);
      signal.addEventListener('abort', giveUp);
      waiting.add(own);
      cancelTry?.();
      cancelTry = undefined;
      tryAfter(0);

      function settle<Value>(end: (value: Value) => void): (value: Value) => void {
        return (value) => {
          waiting.delete(own);
          signal.removeEventListener('abort', giveUp);
          end(value);
        };
      }
    });
  }

  return {
    async withLock(name, work, signal) {
      const lock = await acquire(name, signal);
      if (!lock) return;
      try {
        await work(AbortSignal.any([signal, lock.lost.signal]));
      } finally {
        held.delete(name);
        if (!lock.lost.signal.aborted) unlock(name);
        if (waiting.size > 0) tryAfter(0);
      }
    },

    onUp() {
      isUp = true;
      if (waiting.size > 0) tryAfter(0);
    },

    onDown() {
      isUp = false;
      for (const { lost: controller } of held.values()) controller.abort();
      for (const { reject } of [...waiting]) reject(lost());
    },
  };
}
