import type { Database } from '../contracts/database.ts';
import type { Fleet } from '../contracts/fleet.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { withTimeout } from '../lib/with-timeout.ts';

interface MessengerParts {
  readonly database: Pick<Database, 'query' | 'listen'>;
  readonly clock: Clock;
  readonly log: Log;
  /** The id of this process. */
  readonly from: string;
}

/** Tells the other members something, and hears what they tell. */
export interface Messenger extends Pick<Fleet, 'tell' | 'onTold'> {
  /** Resolves when everything that was told is on its way. */
  stop(): Promise<void>;
}

const CHANNEL = 'parley_fleet';
/** PostgreSQL takes payloads of less than 8,000 bytes (https://www.postgresql.org/docs/current/sql-notify.html). */
const MOST_BYTES = 7_900;
const LAST_WORDS_MS = 1_000;
/** Parts that count the same answer tell it within some milliseconds. */
const GATHER_MS = 10;
const MOST_AT_ONCE = 100;

/** Creates a messenger over the notifications of the database. */
export function createMessenger({ database, clock, log, from }: MessengerParts): Messenger {
  const listeners = new Map<string, Set<(content: unknown) => void>>();
  const sending = new Set<Promise<unknown>>();
  /** What is told at nearly the same moment goes in one statement. */
  let waiting: string[] = [];
  let cancelSend: (() => void) | undefined;

  const stopListening = database.listen(CHANNEL, onPayload, () => {});

  function onPayload(payload: string): void {
    const told = readPayload(payload);
    if (!told || told.from === from) return;
    for (const onContent of listeners.get(told.topic) ?? []) onContent(told.content);
  }

  function send(): void {
    cancelSend?.();
    cancelSend = undefined;
    if (waiting.length === 0) return;
    const sent = database
      .query('SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload', [CHANNEL, waiting])
      .catch(onSendingFailed)
      .finally(() => sending.delete(sent));
    sending.add(sent);
    waiting = [];
  }

  function onSendingFailed(error: unknown): void {
    log.debug({ error: String(error) }, 'fleet: the other processes were not told');
  }

  return {
    tell(topic, content) {
      const payload = JSON.stringify({ from, topic, content });
      if (Buffer.byteLength(payload) > MOST_BYTES) {
        log.warn({ topic }, 'fleet: what was to be told to the other processes is too long');
        return;
      }
      waiting.push(payload);
      if (waiting.length >= MOST_AT_ONCE) send();
      else cancelSend ??= clock.after(GATHER_MS, send);
    },

    onTold(topic, onContent) {
      const known = listeners.get(topic) ?? new Set();
      listeners.set(topic, known.add(onContent));
      return () => known.delete(onContent);
    },

    async stop() {
      stopListening();
      send();
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
