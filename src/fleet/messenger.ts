import type { Database } from '../contracts/database.ts';
import type { Fleet } from '../contracts/fleet.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { withTimeout } from '../lib/with-timeout.ts';

interface MessengerParts {
  readonly database: Pick<Database, 'ride' | 'listen'>;
  readonly clock: Clock;
  readonly log: Log;
  /** The id of this process. */
  readonly from: string;
}

/** Tells the other members something, and hears what they tell. */
export interface Messenger
  extends Pick<Fleet, 'tell' | 'onTold'>,
    Required<Pick<Fleet, 'tellSoon'>> {
  /** Resolves when everything that was told is on its way. */
  stop(): Promise<void>;
}

const CHANNEL = 'parley_fleet';
/** PostgreSQL takes payloads of less than 8,000 bytes (https://www.postgresql.org/docs/current/sql-notify.html). */
const MOST_BYTES = 7_900;
const LAST_WORDS_MS = 1_000;
/** Parts that count the same answer tell it within some milliseconds. */
const GATHER_MS = 10;
const NOTIFY = `SELECT pg_notify('${CHANNEL}', payload) FROM unnest($1::text[]) AS payload`;

/** Creates a messenger over the notifications of the database. */
export function createMessenger({ database, clock, log, from }: MessengerParts): Messenger {
  const listeners = new Map<string, Set<(content: unknown) => void>>();
  const sending = new Set<Promise<unknown>>();

  const stopListening = database.listen(CHANNEL, onPayload, () => {});

  function onPayload(payload: string): void {
    const told = readPayload(payload);
    if (!told || told.from === from) return;
    for (const onContent of listeners.get(told.topic) ?? []) onContent(told.content);
  }

  function send(take: () => readonly string[], withinMs: number): void {
    const sent: Promise<unknown> = database
      .ride(NOTIFY, take, withinMs)
      .catch(onSendingFailed)
      .finally(() => sending.delete(sent));
    sending.add(sent);
  }

  function toPayload(topic: string, content: object): string | undefined {
    const payload = JSON.stringify({ from, topic, content });
    if (Buffer.byteLength(payload) <= MOST_BYTES) return payload;
    log.warn({ topic }, 'fleet: what was to be told to the other processes is too long');
    return undefined;
  }

  function onSendingFailed(error: unknown): void {
    log.debug({ error: String(error) }, 'fleet: the other processes were not told');
  }

  return {
    tell(topic, content) {
      const payload = toPayload(topic, content);
      if (payload !== undefined) send(() => [payload], GATHER_MS);
    },

    tellSoon(topic, take, withinMs) {
      send(() => take().flatMap((content) => toPayload(topic, content) ?? []), withinMs);
    },

    onTold(topic, onContent) {
      const known = listeners.get(topic) ?? new Set();
      listeners.set(topic, known.add(onContent));
      return () => known.delete(onContent);
    },

    async stop() {
      stopListening();
      // What waits goes along.
      send(() => [], 0);
      const limits = { clock, timeoutMs: LAST_WORDS_MS, onTimeout: () => new Error('too slow') };
      await withTimeout(limits, () => Promise.all(sending)).catch(onSendingFailed);
    },
  };
}

function readPayload(
  payload: string,
): { readonly from: unknown; readonly topic: string; readonly content: unknown } | undefined {
  try {
    const { from, topic, content } = JSON.parse(payload);
    return typeof topic === 'string' ? { from, topic, content } : undefined;
  } catch {
    return undefined;
  }
}
