import type { Fleet } from '../contracts/fleet.ts';
import type { Change, Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createLogOnce } from '../lib/log-once.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import type { EndedTurn } from './protocol.ts';
import { readTrailRecord, type TrailRecord } from './trail-record.ts';

/** The newest ended turns of all processes, in the store. */
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
  readonly store: Pick<Store, 'getMany' | 'findKeys' | 'write' | 'swap' | 'watch'>;
  /** Absent: this process is alone on its store. */
  readonly fleet?: Pick<Fleet, 'members'> | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

interface WaitingRecord {
  readonly record: TrailRecord;
  readonly ttlMs: number;
}

const PREFIX = 'trail:';
/** The keys of people who deleted their data: `usage-forgotten:<platform>:<id>`. */
const FORGOTTEN_PREFIX = 'usage-forgotten:';
const MAX_RECORDS = 10_000;
const LONGEST_KEPT_MS = 90 * 24 * 60 * 60_000;
const WRITE_EVERY_MS = 1_000;
/** More than that wait only while the store fails: the oldest are lost then. */
const MAX_WAITING = 2_000;
const PAGE_SIZE = 50;
const BATCH_SIZE = 250;
/** A rare state needs a long look. Then the page asks again. */
const MOST_BATCHES = 8;

/** Opens the trail. Other processes may add to it, too. */
export async function openTrail({ store, fleet, clock, log }: TrailParts): Promise<Trail> {
  let next = 1;
  const ends = [
    store.watch(PREFIX, (changed) => {
      if (changed !== 'all') passBy(changed);
      else void findNext().catch(() => {});
    }),
    // Deleted data may be that of a person who asked here, whichever process deletes it.
    store.watch(FORGOTTEN_PREFIX, (changed) => {
      const keys = changed === 'all' ? store.findKeys(FORGOTTEN_PREFIX) : Promise.resolve(changed);
      keys.then(forgetAll).catch((error: unknown) => {
        log.warn({ error }, 'console: people who deleted their data may be named in ended turns');
      });
    }),
  ];
  await findNext();
  const failures = createLogOnce(log);
  let waiting: WaitingRecord[] = [];
  let cancel: (() => void) | undefined;
  let writing = Promise.resolve();

  /** The next record comes after all of these. */
  function passBy(keys: readonly string[]): void {
    const numbers = keys.map((key) => Number(key.slice(PREFIX.length)));
    next = numbers.reduce((newest, number) => Math.max(newest, (number || 0) + 1), next);
  }

  async function findNext(): Promise<void> {
    passBy(await store.findKeys(PREFIX));
  }

  async function forgetAll(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const [platform = '', ...id] = key.slice(FORGOTTEN_PREFIX.length).split(':');
      await forgetPerson(platform, id.join(':'));
    }
  }

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
    try {
      if ((fleet?.members().length ?? 1) > 1) await writeEach(batch);
      else await writeAtOnce(batch);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      failures.warn(reason, { reason }, 'console: ended turns are not stored, trying again');
      waiting = [...batch, ...waiting].slice(-MAX_WAITING);
      cancel ??= clock.after(WRITE_EVERY_MS, () => void flush());
    }
  }

  async function writeAtOnce(batch: readonly WaitingRecord[]): Promise<void> {
    const changes = batch.flatMap(({ record, ttlMs }, index): Change[] => [
      { ...changeOf(next + index, record), ttlMs },
      { key: keyOf(next + index - MAX_RECORDS), value: undefined },
    ]);
    await store.write(changes);
    next += batch.length;
  }

  /** Another process may take the next number at the same moment. */
  async function writeEach(batch: WaitingRecord[]): Promise<void> {
    const removals: Change[] = [];
    for (let [waits] = batch; waits; [waits] = batch) {
      const { key, value } = changeOf(next, waits.record);
      const options = { ttlMs: waits.ttlMs, isAnnounced: true } as const;
      if (await store.swap(key, undefined, value, options)) batch.shift();
      removals.push({ key: keyOf(next - MAX_RECORDS), value: undefined });
      next += 1;
    }
    await store.write(removals);
  }

  /** The records from the number `newest` backwards, in one read. */
  async function readBatch(newest: number, size: number) {
    const count = Math.max(0, Math.min(size, newest));
    const all = Array.from({ length: count }, (_, index) => newest - index);
    const values = await store.getMany(all.map(keyOf));
    return all.map((number, index) => ({ number, record: readTrailRecord(values[index]) }));
  }

  async function forgetPerson(platform: string, personId: string): Promise<void> {
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

    forgetPerson,

    async close() {
      for (const end of ends) end();
      await flush();
    },
  };
}

const keyOf = (number: number) => PREFIX + number;

function changeOf(number: number, record: TrailRecord) {
  return { key: keyOf(number), value: { ...record, format: 1 } };
}
