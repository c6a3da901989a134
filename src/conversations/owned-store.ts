import type { Change, Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import { createSizedCache } from '../lib/sized-cache.ts';
import { conversationOfKey } from './keys.ts';

/**
 * A store that several processes work on, with a memory for what only this process changes. Reads that are under way
 * are shared, and what was read or written lately is not read again.
 */
export interface OwnedStore extends Store {
  /** From now on, only this process changes what is stored of a conversation of this chat. */
  own(conversation: string, chat: string): void;
  /** Another process may change what is stored of this chat. */
  disown(chat: string): void;
}

/** What the store held a moment ago. */
interface Remembered {
  readonly value: unknown;
  /** Unix milliseconds. */
  readonly until: number;
}

const MAX_BYTES = 32 * 1024 * 1024;
const MAX_CONVERSATIONS = 20_000;
/** A read does not say when its value expires in the store: it is used for at most this much longer. */
const READ_VALID_MS = 5 * 60_000;

/** Creates the memory. It knows no chat yet. */
export function createOwnedStore({
  store,
  clock,
}: {
  readonly store: Store;
  readonly clock: Clock;
}): OwnedStore {
  const cache = createSizedCache<Remembered>(MAX_BYTES);
  const conversationsOf = new Map<string, Set<string>>();
  /** By conversation: a number for each time in which this process had it, so that nothing is left of earlier times. */
  const times = new Map<string, number>();
  let lastTime = 0;
  /** By slot. A read that is here when it ends is as new as the store. */
  const reading = new Map<string, Promise<unknown>>();
  /** The number of writes under way, by slot. */
  const writing = new Map<string, number>();

  /** The place of a key in the memory. `undefined`: another process may change it. */
  function slotOf(key: string): string | undefined {
    const conversation = conversationOfKey(key);
    const time = conversation === undefined ? undefined : times.get(conversation);
    return time === undefined ? undefined : `${time} ${key}`;
  }

  function remember(slot: string, value: unknown, until: number): void {
    const text = JSON.stringify(value) ?? '';
    // As the store would give it.
    const stored = text === '' ? undefined : JSON.parse(text);
    cache.set(slot, { value: stored, until }, text.length);
  }

  function findKnown(slot: string | undefined): Remembered | undefined {
    const known = slot === undefined ? undefined : cache.get(slot);
    return known && known.until > clock.now() ? known : undefined;
  }

  async function shareRead(slot: string, read: Promise<unknown>): Promise<void> {
    if (writing.has(slot)) return;
    reading.set(slot, read);
    const value = await read.catch((error: unknown) => error);
    if (reading.get(slot) !== read) return;
    reading.delete(slot);
    // The end of what was written here is known.
    const until = Math.max(cache.get(slot)?.until ?? 0, clock.now() + READ_VALID_MS);
    if (!(value instanceof Error)) remember(slot, value, until);
  }

  async function getMany(keys: readonly string[]): Promise<readonly unknown[]> {
    const slots = keys.map(slotOf);
    const known = slots.map(findKnown);
    if (known.every((each) => each !== undefined)) return known.map(({ value }) => value);

    // Keys that are read together are read anew together: else one of them would be missing each time.
    const shared = slots.map((slot) => reading.get(slot ?? ''));
    const missing = keys.filter((_, index) => !shared[index]);
    if (missing.length === 0) return Promise.all(shared);

    const [only = '', ...others] = missing;
    const read = others.length > 0 ? store.getMany(missing) : store.get(only).then((one) => [one]);
    let position = 0;
    const values = keys.map((_, index) => {
      const place = position;
      if (shared[index]) return shared[index];
      position += 1;
      const value = read.then((all) => all[place]);
      const slot = slots[index];
      if (slot !== undefined) void shareRead(slot, value);
      return value;
    });
    return Promise.all(values);
  }

  /** While a key is written, nobody knows what a read gives. */
  function beginWrite(slots: readonly string[]): () => void {
    const forget = (slot: string) => {
      reading.delete(slot);
      cache.delete(slot);
    };
    for (const slot of slots) {
      forget(slot);
      writing.set(slot, (writing.get(slot) ?? 0) + 1);
    }
    return () => {
      for (const slot of slots) {
        const left = (writing.get(slot) ?? 1) - 1;
        if (left > 0) writing.set(slot, left);
        else writing.delete(slot);
      }
    };
  }

  async function write(changes: readonly Change[]): Promise<void> {
    const owned = changes.flatMap(({ key, value, ttlMs = Number.POSITIVE_INFINITY }) => {
      const slot = slotOf(key);
      return slot === undefined ? [] : [{ slot, value, until: clock.now() + ttlMs }];
    });
    const end = beginWrite(owned.map(({ slot }) => slot));
    await store.write(changes).finally(end);
    for (const { slot, value, until } of owned) {
      if (!writing.has(slot) && !isOpenTurn(value)) remember(slot, value, until);
    }
  }

  return {
    ...store,
    get: async (key) => (await getMany([key]))[0],
    getMany,
    write,

    replace(key, value) {
      const slot = slotOf(key);
      return store.replace(key, value).finally(beginWrite(slot === undefined ? [] : [slot]));
    },

    own(conversation, chat) {
      if (times.has(conversation) || times.size >= MAX_CONVERSATIONS) return;
      lastTime += 1;
      times.set(conversation, lastTime);
      conversationsOf.set(chat, (conversationsOf.get(chat) ?? new Set()).add(conversation));
    },

    disown(chat) {
      for (const conversation of conversationsOf.get(chat) ?? []) times.delete(conversation);
      conversationsOf.delete(chat);
    },
  };
}

/** An open turn is in memory anyway, and changes often. */
function isOpenTurn(value: object | undefined): boolean {
  return (
    value !== undefined &&
    'state' in value &&
    (value.state === 'waiting' || value.state === 'running')
  );
}
