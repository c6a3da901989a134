import { EventEmitter } from 'node:events';
import { keyvStorageCapability } from 'keyv';
import { BotError } from '../../errors.ts';
import type { Clock } from '../../lib/clock.ts';
import { endsWithin } from '../../lib/ends-within.ts';
import type { StorageAdapter, TextSwapOptions } from '../local-adapter.ts';
import { createAnnouncements, toPayloads } from './announcements.ts';
import type { Connections } from './connections.ts';
import type { DirectSession } from './direct-session.ts';
import {
  ENTRY_KEYS_STATEMENT,
  ENTRY_SWEEP_STATEMENT,
  ENTRY_VALUES_STATEMENT,
} from './entry-statements.ts';
import { createGatheredReads } from './gathered-reads.ts';
import { createOrderedWriter } from './ordered-writer.ts';
import type { Riders } from './riders.ts';
import { CHANGES_CHANNEL, type Put } from './write-statement.ts';

/** The ways to the database, and the clock for expiry. */
interface PostgresAdapterParts {
  readonly connections: Connections;
  /** Absent: nobody hears of the changes of others. */
  readonly session?: DirectSession | undefined;
  /** Runs a statement that may take long, outside of a transaction. */
  runLong(text: string): Promise<void>;
  /** Go with the writes. Absent: nothing does. */
  readonly riders?: Pick<Riders, 'takeAll'> | undefined;
  readonly clock: Clock;
  /** Closes everything. */
  close(): Promise<void>;
}

const CLOSE_TIMEOUT_MS = 5_000;
/** Sorts behind every other character. */
const LAST_CHARACTER = '\u{10FFFF}';

/**
 * Keeps everything in one table of PostgreSQL, which any number of processes share. A write is one statement, and
 * therefore one transaction: it survives what PostgreSQL survives.
 */
export function createPostgresAdapter(parts: PostgresAdapterParts): StorageAdapter {
  const { connections, session, runLong, riders, clock, close } = parts;

  async function readMany(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await connections.repeat(ENTRY_VALUES_STATEMENT, [keys, clock.now()]);
    return new Map(rows.map(({ key, value }) => [String(key), String(value)]));
  }

  const gather = createGatheredReads(readMany);
  const get = async (key: string) => (await gather([key])).get(key.toWellFormed());
  const read = async (key: string) => (await readMany([key])).get(key.toWellFormed());
  const writer = createOrderedWriter({ connections, clock, read, riders });
  const announcements = createAnnouncements(writer.id);
  session?.listen(CHANGES_CHANNEL, announcements.onPayload, announcements.onGap);
  const purge = createPurge(() => runLong('VACUUM parley.entries'));
  let announced: readonly string[] = [];

  async function change(
    entries: readonly Entry[],
    told: readonly string[] = [],
  ): Promise<string[]> {
    // The last change of a key counts, and a statement cannot change a row twice.
    const puts = new Map(entries.map((entry) => [entry.key.toWellFormed(), toPut(entry)]));
    const isRemoved = ({ expires }: Put) => expires !== undefined && expires <= clock.now();
    const all = [...puts.values()];
    const removed = await writer.write({
      puts: all.filter((put) => !isRemoved(put)),
      removals: all.filter(isRemoved).map(({ key }) => key),
      payloads: toPayloads(writer.id, told),
    });
    return [...removed];
  }

  const findKeys = async (prefix: string) =>
    (await connections.repeat(ENTRY_KEYS_STATEMENT, [prefix, prefix + LAST_CHARACTER])).map(
      ({ key }) => String(key),
    );

  const adapter = Object.assign(new EventEmitter(), {
    get,
    getMany: async (keys: string[]) => inOrder(keys, await gather(keys)),
    has: async (key: string) => (await get(key)) !== undefined,
    hasMany: async (keys: string[]) =>
      inOrder(keys, await gather(keys)).map((value) => value !== undefined),

    async set(key: string, value: unknown, expires?: number) {
      await change([{ key, value, expires }]);
      return true;
    },

    async setMany(entries: Entry[]) {
      const told = announced;
      announced = [];
      await change(entries, told);
      return entries.map(() => true);
    },

    announce(keys: readonly string[]) {
      announced = keys;
    },

    delete: async (key: string) => (await change([toRemoval(key)])).length > 0,
    async deleteMany(keys: string[]) {
      const removed = new Set(await change(keys.map(toRemoval)));
      return keys.map((key) => removed.has(key.toWellFormed()));
    },

    async clear() {
      await change((await findKeys('')).map(toRemoval));
    },

    async disconnect() {
      // Without a server, what still waits to be written waits in vain.
      await endsWithin(clock, CLOSE_TIMEOUT_MS, writer.settled());
      await close();
    },

    findKeys,
    claim: writer.claim,
    swap: (
      key: string,
      expected: string | undefined,
      next: string | undefined,
      { expires, isAnnounced }: TextSwapOptions = {},
    ) => {
      const payloads = isAnnounced ? toPayloads(writer.id, [key]) : [];
      return writer.swap(key, expected, next, { expires, payloads });
    },
    watch: announcements.watch,
    // The server does this by itself (autovacuum).
    compact: async () => false,
    // PostgreSQL makes the room of old rows free for others. What stands there stays until it is used again, as do
    // its log and its backups.
    purge: async () => (writer.hasClaim() ? purge() : undefined),

    async sweep(limit: number) {
      return (await connections.repeat(ENTRY_SWEEP_STATEMENT, [clock.now(), limit])).length;
    },
  });
  // Without this mark, Keyv treats the adapter as one of version 5, and gives it relative times.
  return Object.assign(adapter, { capabilities: keyvStorageCapability(adapter) });
}

interface Entry {
  readonly key: string;
  readonly value: unknown;
  readonly expires?: number | undefined;
}

function toPut({ key, value, expires }: Entry): Put {
  if (typeof value !== 'string')
    throw new BotError(`The store takes only text, but the value of ${key} is something else.`);
  return { key, value, expires };
}

/** It has long expired. */
const toRemoval = (key: string): Entry => ({ key, value: '', expires: 1 });

/** PostgreSQL gives a key without halves of characters, which it cannot hold. */
function inOrder(keys: readonly string[], values: ReadonlyMap<string, string>) {
  return keys.map((key) => values.get(key.toWellFormed()));
}

/** A run that is under way may have passed what was removed since: whoever asks meanwhile shares the next one. */
function createPurge(run: () => Promise<void>): () => Promise<void> {
  let running = Promise.resolve();
  let next: Promise<void> | undefined;

  return () => {
    next ??= running.then(() => {
      next = undefined;
      const result = run();
      running = result.catch(() => {});
      return result;
    });
    return next;
  };
}
