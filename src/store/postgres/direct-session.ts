import type pg from 'pg';
import type { Database, DatabaseRow } from '../../contracts/database.ts';
import { StoreError } from '../../errors.ts';
import { createBackoff } from '../../lib/backoff.ts';
import type { Clock } from '../../lib/clock.ts';
import { endsWithin } from '../../lib/ends-within.ts';
import type { Log } from '../../lib/log.ts';
import { withTimeout } from '../../lib/with-timeout.ts';
import type { DatabaseAddress } from './database-address.ts';
import { openDirectConnection } from './direct-connection.ts';
import { createListeners } from './listeners.ts';
import type { RunInSession } from './run-in-session.ts';
import { createSessionLocks } from './session-locks.ts';

/** One session of the database itself, for what a pooler cannot give. It is opened again whenever it is lost. */
export interface DirectSession extends Pick<Database, 'listen' | 'withLock'> {
  /** Resolves when the server knows what is listened to. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

interface SessionParts {
  /** The first connection. */
  readonly first: pg.Client;
  readonly address: DatabaseAddress;
  readonly clock: Clock;
  readonly log: Log;
  /** As in `createSessionLocks`. */
  readonly silenceMs?: number | undefined;
}

const WAITS = { firstMs: 50, longestMs: 1_000 };
/** A session that is lost earlier was hardly one. */
const STABLE_MS = 1_000;
/** A network that drops everything looks like silence. */
const PING_EVERY_MS = 5_000;
/** After a change of the leading server, the old one may still answer: nobody who writes is there. */
const PING = "SELECT current_setting('transaction_read_only') AS read_only";
const ANSWER_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 1_000;

/** Keeps a session open, until it is closed. */
export function createDirectSession(parts: SessionParts): DirectSession {
  const { address, clock, log } = parts;
  const closing = new AbortController();
  const backoff = createBackoff({ ...WAITS, clock, random: Math.random });
  let client: pg.Client | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** One statement after the other, as the protocol wants it. */
  const run: RunInSession = (text, values) => {
    const used = client;
    const result = last.then(async () => {
      if (!used || used !== client) throw lost();
      const onTimeout = () => lost();
      const { rows } = await withTimeout({ clock, timeoutMs: ANSWER_TIMEOUT_MS, onTimeout }, () =>
        used.query({ text, values: [...(values ?? [])] }),
      ).catch((error) => {
        if (error instanceof StoreError) used.end().catch(() => {});
        throw error;
      });
      return rows as readonly DatabaseRow[];
    });
    last = result.catch(() => {});
    return result;
  };

  const lost = () =>
    new StoreError(`The connection to PostgreSQL at ${address.shown} was lost.`, {
      kind: 'unreachable',
    });

  const listeners = createListeners({ run, log });
  const locks = createSessionLocks({ run, clock, lost, silenceMs: parts.silenceMs });

  /** Resolves when the session is lost. */
  async function serve(opened: pg.Client): Promise<void> {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    for (const event of ['error', 'end'] as const) opened.on(event, () => resolve());
    // Also of a session that was lost before anybody heard of its end.
    const giveUp = () => {
      opened.end().catch(() => {});
      resolve();
    };
    opened.on('notification', ({ channel, payload = '' }) => listeners.onPayload(channel, payload));
    client = opened;
    const cancelPing = startPing(() => run(PING).then(requireWrites).catch(giveUp), clock);
    listeners.onUp().catch(giveUp);
    locks.onUp();
    await ended;
    cancelPing();
    client = undefined;
    listeners.onDown();
    locks.onDown();
  }

  function requireWrites(rows: readonly DatabaseRow[]): void {
    if (rows[0]?.read_only === 'on') throw lost();
  }

  async function openAgain(): Promise<pg.Client> {
    const opened = await openDirectConnection(address);
    try {
      requireWrites((await opened.query(PING)).rows);
      return opened;
    } catch (error) {
      opened.end().catch(() => {});
      throw error;
    }
  }

  async function keepOpen(first: pg.Client): Promise<void> {
    let opened: pg.Client | undefined = first;
    while (!closing.signal.aborted) {
      if (opened) await serveFor(opened);
      if (!closing.signal.aborted) await backoff.wait(closing.signal);
      opened = closing.signal.aborted ? undefined : await openAgain().catch(() => undefined);
      if (opened) log.info({ at: address.shown }, 'store: the session of PostgreSQL is open again');
    }
    opened?.end().catch(() => {});
  }

  async function serveFor(opened: pg.Client): Promise<void> {
    const since = clock.now();
    await serve(opened);
    if (closing.signal.aborted) return;
    if (clock.now() - since > STABLE_MS) backoff.reset();
    log.warn(
      { at: address.shown },
      'store: the session of PostgreSQL was lost, opening another one',
    );
  }

  const kept = keepOpen(parts.first);

  return {
    listen: listeners.listen,
    withLock: locks.withLock,
    settled: async () => void (await last),
    async close() {
      closing.abort();
      client?.end().catch(() => {});
      // A server that does not answer does not hold the end up.
      await endsWithin(clock, CLOSE_TIMEOUT_MS, kept);
    },
  };
}

function startPing(ping: () => Promise<unknown>, clock: Clock): () => void {
  let cancel = clock.after(PING_EVERY_MS, look);

  function look(): void {
    void ping();
    cancel = clock.after(PING_EVERY_MS, look);
  }

  return () => cancel();
}
