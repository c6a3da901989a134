import { Keyv } from 'keyv';
import type { Change, Store } from '../contracts/store.ts';
import { BotError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { StorageAdapter } from './local-adapter.ts';

interface WaitingWrite {
  readonly changes: readonly Change[];
  resolve(): void;
  reject(error: unknown): void;
}

/** Long past: an entry that expires then removes its key. */
const GONE = { value: null, expires: 1 };

/**
 * A store over a Keyv storage adapter. One batch is one `setMany`, removals included; batches that wait for another to
 * be written go together in the next `setMany`, so a hundred conversations do not queue for a hundred commits.
 */
export function createStore({ adapter, clock }: { adapter: StorageAdapter; clock: Clock }): Store {
  // Without an `error` listener Keyv throws what fails. With one, a failed read would look like a missing key and a
  // failed write would only show in the result. Expiry is the adapter's, on our clock. Plain JSON, because our values
  // are.
  const keyv = new Keyv({ store: adapter, serialization: JSON, checkExpired: false });
  let waiting: WaitingWrite[] = [];
  let writing: Promise<void> | undefined;

  function toEntry({ key, value, ttlMs }: Change) {
    if (value === undefined) return { key, value: GONE };
    return {
      key,
      value: ttlMs === undefined ? { value } : { value, expires: clock.now() + ttlMs },
    };
  }

  async function setAll(changes: readonly Change[]): Promise<void> {
    const results = await keyv.setManyRaw(changes.map(toEntry));
    const failed = changes.filter((_, index) => results[index] !== true);
    if (failed.length > 0) {
      throw new BotError(
        `The store did not write ${failed.length} of ${changes.length} values, ${failed[0]?.key} first.`,
      );
    }
  }

  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await setAll(group.flatMap(({ changes }) => changes));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    writing = undefined;
  }

  /** As Keyv writes it, so that `get` reads what was claimed. */
  const encode = (value: object | undefined) =>
    value === undefined ? undefined : JSON.stringify({ value });

  return {
    get: (key) => keyv.get(key),
    getMany: (keys) => keyv.getMany([...keys]),
    write(changes) {
      if (changes.length === 0) return Promise.resolve();
      return new Promise((resolve, reject) => {
        waiting.push({ changes, resolve, reject });
        writing ??= writeWaiting();
      });
    },
    claim: (key, expected, next) => adapter.claim(key, encode(expected), encode(next)),
    async close() {
      await writing;
      await keyv.disconnect();
    },
  };
}
