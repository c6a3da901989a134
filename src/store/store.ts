import { Keyv } from 'keyv';
import type { Change, CommitOptions, Store, SwapOptions } from '../contracts/store.ts';
import { BotError, StoreError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import type { StorageAdapter } from './local-adapter.ts';

/** A batch that waits to be written. */
interface WaitingWrite {
  readonly changes: readonly Change[];
  resolve(): void;
  reject(error: unknown): void;
}

/** The time in which a person can still look at a text that nothing could read. */
const UNREADABLE_TTL_MS = 30 * 24 * 60 * 60 * 1000;

/** JSON, but a text that is not what `createStore` writes becomes the error that says so. */
const serialization = {
  stringify: JSON.stringify,
  // Keyv leaves the type of the result to its caller.
  parse: <Entry>(text: string) => parseEntry(text) as Entry,
};

function parseEntry(text: string): { readonly value: unknown } {
  try {
    const entry = JSON.parse(text);
    if (entry?.value !== undefined) return entry;
  } catch {
    // The text is no JSON.
  }
  return { value: new StoreError('The stored text is damaged.', { kind: 'damaged' }) };
}

/** Gives the error of a damaged value instead of the value. */
function giveDamage(error: unknown): unknown {
  if (isDamage(error)) return error;
  throw error;
}

function isDamage(error: unknown): boolean {
  return error instanceof StoreError && error.kind === 'damaged';
}

/** Tells whether a stored text holds this value. */
function isTextOf(text: unknown, value: object): boolean {
  if (typeof text !== 'string') return false;
  return JSON.stringify(parseEntry(text).value) === JSON.stringify(value);
}

/** An entry that has long expired: the adapter removes its key. */
const REMOVAL = { value: null, expires: 1 };

/**
 * Makes a store of a Keyv storage adapter. One batch is one `setMany`, removals
 * included. Batches that arrive during a write go together into the next
 * `setMany`, so a hundred conversations do not queue for a hundred commits.
 */
export function createStore({ adapter, clock }: { adapter: StorageAdapter; clock: Clock }): Store {
  // Do not add an `error` listener: with one, Keyv no longer throws, so a failed read looks like a
  // missing key, and only the result shows a failed write. The adapter checks the expiry, on our
  // clock. Our values are plain data, so JSON is enough.
  const keyv = new Keyv({ store: adapter, serialization, checkExpired: false });
  let waiting: WaitingWrite[] = [];
  /** Something that waits is to be written now, and the rest goes with it. */
  let isUrgent = false;
  let cancelWait: (() => void) | undefined;
  let waitUntil = Number.POSITIVE_INFINITY;
  let writing: Promise<void> | undefined;
  let isClosed = false;

  function toEntry({ key, value, ttlMs }: Change) {
    if (value === undefined) return { key, value: REMOVAL };
    return {
      key,
      value: ttlMs === undefined ? { value } : { value, expires: clock.now() + ttlMs },
    };
  }

  async function setAll(changes: readonly Change[]): Promise<void> {
    // Keyv passes on what it knows. Groups are written one after the other, so this is the next one.
    adapter.announce?.(changes.filter(({ isAnnounced }) => isAnnounced).map(({ key }) => key));
    const results = await keyv.setManyRaw(changes.map(toEntry));
    const failed = changes.filter((_, index) => results[index] !== true);
    if (failed.length > 0) {
      throw new BotError(
        `The store did not write ${failed.length} of ${changes.length} values; the first is ${failed[0]?.key}.`,
      );
    }
  }

  async function writeWaiting(): Promise<void> {
    while (isUrgent) {
      const group = waiting;
      waiting = [];
      isUrgent = false;
      endWait();
      await writeGroup(group);
    }
    writing = undefined;
  }

  function writeNow(): void {
    if (waiting.length === 0) return;
    isUrgent = true;
    writing ??= writeWaiting();
  }

  function writeWithin(ms: number): void {
    const until = clock.now() + ms;
    if (until >= waitUntil) return;
    endWait();
    waitUntil = until;
    cancelWait = clock.after(ms, writeNow);
  }

  function endWait(): void {
    cancelWait?.();
    cancelWait = undefined;
    waitUntil = Number.POSITIVE_INFINITY;
  }

  async function writeGroup(group: readonly WaitingWrite[]): Promise<void> {
    try {
      await setAll(group.flatMap(({ changes }) => changes));
      group.forEach(({ resolve }) => void resolve());
    } catch (error) {
      const mayOthersSucceed = group.length > 1 && isDamage(error);
      if (mayOthersSucceed) await writeOneByOne(group);
      else group.forEach(({ reject }) => void reject(error));
    }
  }

  /** The damage may concern one batch only, and must not stop the others. */
  async function writeOneByOne(group: readonly WaitingWrite[]): Promise<void> {
    for (const batch of group) await writeGroup([batch]);
  }

  /** Encodes a value as Keyv does, so that `get` can read a claimed value. */
  const encode = (value: object | undefined, expires?: number) =>
    value === undefined ? undefined : JSON.stringify({ value, expires });

  async function swap(
    key: string,
    expected: object | undefined,
    next: object | undefined,
    { ttlMs, isAnnounced }: SwapOptions = {},
  ): Promise<boolean> {
    // The stored text has the lifetime beside the value.
    const held = expected && (await adapter.get<string>(key).catch(giveDamage));
    const isHeld = expected === undefined || isTextOf(held, expected);
    if (!isHeld) return false;
    const expires = ttlMs === undefined ? undefined : clock.now() + ttlMs;
    const options = omitUndefined({ expires, isAnnounced });
    return adapter.swap(key, held as string | undefined, encode(next, expires), options);
  }

  const get = (key: string) => keyv.get(key).catch(giveDamage);

  function write(changes: readonly Change[], { withinMs = 0 }: CommitOptions = {}): Promise<void> {
    if (changes.length === 0) {
      writeNow();
      return Promise.resolve();
    }

    return new Promise((resolve, reject) => {
      waiting.push({ changes, resolve, reject });
      if (withinMs > 0) writeWithin(withinMs);
      else writeNow();
    });
  }

  return {
    get,
    write,

    async getMany(keys) {
      const values: unknown = await keyv.getMany([...keys]).catch(giveDamage);
      // A damaged part of the file fails the whole read, though it may hold only one of the keys.
      return Array.isArray(values) ? values : Promise.all(keys.map(get));
    },

    findKeys: (prefix) => adapter.findKeys(prefix),

    async replace(key, value) {
      const text = await adapter.get(key).catch(giveDamage);
      const copy = { key: `unreadable:${key}`, value: { text }, ttlMs: UNREADABLE_TTL_MS };
      await write([...(typeof text === 'string' ? [copy] : []), { key, value }]);
    },

    claim: (key, expected, next) => adapter.claim(key, encode(expected), encode(next)),
    swap,
    watch(prefix, onChange) {
      const tell: typeof onChange = (changed) => isClosed || onChange(changed);
      return adapter.watch?.(prefix, tell) ?? (() => {});
    },
    purge: () => adapter.purge(),

    async close() {
      // What gets lost now is read by nobody.
      isClosed = true;
      writeNow();
      await writing;
      await keyv.disconnect();
    },
  };
}
