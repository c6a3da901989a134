import type { Change, Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createLogOnce } from '../lib/log-once.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import type { EndedTurn } from './protocol.ts';
import { readTrailRecord, type TrailRecord } from './trail-record.ts';

/** The newest ended turns, in the store. */
export interface Trail {
  /** Returns at once; the record is stored within a second. `keptMs`: how long what is said at its place is kept. */
  add(record: TrailRecord, keptMs: number): void;
  /** Newest first. `before` is a cursor of an earlier page. */
  page(query: TrailQuery): Promise<TrailPage>;
  /** A person deleted their data: no record says any more that they asked. */
  forgetPerson(platform: string, personId: string): Promise<void>;
  /** Stores what is not stored yet. */
  close(): Promise<void>;
}

/** Picks ended turns. */
export interface TrailQuery {
  readonly before?: number | undefined;
  readonly state?: EndedTurn['state'] | undefined;
}

/** Some ended turns. */
export interface TrailPage {
  readonly turns: readonly TrailRecord[];
  /** Absent: there are no more. */
  readonly before?: number;
}

interface TrailParts {
  readonly store: Pick<Store, 'getMany' | 'findKeys' | 'write'>;
  readonly clock: Clock;
  readonly log: Log;
}

interface WaitingRecord {
  readonly record: TrailRecord;
  readonly ttlMs: number;
}

const PREFIX = 'trail:';
const MAX_RECORDS = 10_000;
const LONGEST_KEPT_MS = 90 * 24 * 60 * 60_000;
const WRITE_EVERY_MS = 1_000;
/** More than that wait only while the store fails: the oldest are lost then. */
const MAX_WAITING = 2_000;
const PAGE_SIZE = 50;
const BATCH_SIZE = 250;
/** A rare state needs a long look. Then the page asks again. */
const MOST_BATCHES = 8;

/** Opens the trail. No other process may use the store. */
export async function openTrail({ store, clock, log }: TrailParts): Promise<Trail> {
  const numbers = (await store.findKeys(PREFIX)).map((key) => Number(key.slice(PREFIX.length)));
  let next = numbers.reduce((newest, number) => Math.max(newest, number || 0), 0) + 1;
  const failures = createLogOnce(log);
  let waiting: WaitingRecord[] = [];
  let cancel: (() => void) | undefined;
  let writing = Promise.resolve();

  function add(record: TrailRecord, keptMs: number): void {
    const ttlMs = Math.min(LONGEST_KEPT_MS, keptMs || LONGEST_KEPT_MS);
    waiting.push({ record, ttlMs });
    if (waiting.length > MAX_WAITING) waiting.shift();
    cancel ??= clock.after(WRITE_EVERY_MS, () => void flush());
  }

  /** Never rejects: the trail is only shown, and no answer waits for it. */
  function flush(): Promise<void> {
    cancel?.();
    cancel = undefined;
    writing = writing.then(writeWaiting);
    return writing;
  }

  async function writeWaiting(): Promise<void> {
    const batch = waiting;
    if (batch.length === 0) return;
    waiting = [];
    const changes = batch.flatMap(({ record, ttlMs }, index) => [
      { key: keyOf(next + index), value: { ...record, format: 1 }, ttlMs },
      { key: keyOf(next + index - MAX_RECORDS), value: undefined },
    ]);
    try {
      await store.write(changes);
      next += batch.length;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      failures.warn(reason, { reason }, 'console: ended turns are not stored, trying again');
      waiting = [...batch, ...waiting].slice(-MAX_WAITING);
      cancel ??= clock.after(WRITE_EVERY_MS, () => void flush());
    }
  }

  /** The records from the number `newest` backwards, in one read. */
  async function readBatch(newest: number, size: number) {
    const count = Math.max(0, Math.min(size, newest));
    const all = Array.from({ length: count }, (_, index) => newest - index);
    const values = await store.getMany(all.map(keyOf));
    return all.map((number, index) => ({ number, record: readTrailRecord(values[index]) }));
  }

  return {
    add,

    async page({ before, state }) {
      await flush();
      const oldest = Math.max(1, next - MAX_RECORDS);
      const turns: TrailRecord[] = [];
      let newest = Math.min(before ?? next, next) - 1;
      // Without a state, nearly every record counts.
      const size = state ? BATCH_SIZE : PAGE_SIZE;
      for (let batches = 0; batches < MOST_BATCHES && turns.length < PAGE_SIZE; batches++) {
        const found = await readBatch(newest, Math.min(size, newest - oldest + 1));
        const room = PAGE_SIZE - turns.length;
        const wanted = found
          .flatMap(({ number, record }) => (record ? { number, record } : []))
          .filter(({ record }) => !state || record.state === state)
          .slice(0, room);
        turns.push(...wanted.map(({ record }) => record));
        newest = wanted.length === room ? (wanted.at(-1)?.number ?? 0) - 1 : newest - found.length;
        if (newest < oldest) break;
      }
      return omitUndefined({ turns, before: newest >= oldest ? newest + 1 : undefined });
    },

    async forgetPerson(platform, personId) {
      await flush();
      const oldest = Math.max(1, next - MAX_RECORDS);
      for (let newest = next - 1; newest >= oldest; newest -= BATCH_SIZE) {
        const found = await readBatch(newest, Math.min(BATCH_SIZE, newest - oldest + 1));
        const changes = found.flatMap(({ number, record }): Change[] => {
          if (record?.asker?.id !== personId || record.place.platform !== platform) return [];
          // The place of a direct chat is the person themselves.
          if (record.place.kind === 'direct') return [{ key: keyOf(number), value: undefined }];
          const { asker: _, ...rest } = record;
          const ttlMs = Math.max(1, record.endedAt + LONGEST_KEPT_MS - clock.now());
          return [{ key: keyOf(number), value: { ...rest, format: 1 }, ttlMs }];
        });
        if (changes.length > 0) await store.write(changes);
      }
    },

    close: flush,
  };
}

const keyOf = (number: number) => PREFIX + number;
