import type { Channel, ChatMessage } from '../contracts/chat-message.ts';
import type { Nearby } from '../contracts/nearby.ts';
import type { OnElsewhere } from '../contracts/personal-data.ts';
import type { NearbyLimits } from '../contracts/settings.ts';
import { compareIds } from '../lib/compare-ids.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import { limitNearby } from '../lib/limit-nearby.ts';
import type { Log } from '../lib/log.ts';
import { readInBatches } from '../lib/read-in-batches.ts';
import { historyLifetime } from './history-lifetime.ts';
import { nearbyKey } from './keys.ts';
import type { NearbyRecord } from './records.ts';
import type { SharedState, TurnLimits } from './shared-state.ts';

/** The store, and the log for writes that fail. */
interface NearbyParts
  extends Pick<SharedState, 'store' | 'clock' | 'records' | 'conversationOf' | 'marks'>,
    Pick<TurnLimits, 'historyDaysOf'> {
  readonly log: Log;
}

/** What was said in one channel and is not stored yet. */
interface Unsaved {
  readonly messages: ChatMessage[];
  limits: NearbyLimits;
}

const SAVE_EVERY_MS = 1_000;
/** The number of records in one read. */
const BATCH_SIZE = 100;
/** A busy group says less than this in a second. */
const MAX_UNSAVED = 200;

/** Creates the nearby messages of a store. Writes one small record for each channel, at most once a second. */
export function createNearby(parts: NearbyParts): Nearby {
  const { store, clock, records, conversationOf, marks, historyDaysOf, log } = parts;
  const unsaved = new Map<string, Unsaved>();
  /** Messages whose conversation is not known yet. */
  const arriving = new Set<Promise<void>>();
  const lock = createKeyedLock();
  let cancelSave: (() => void) | undefined;

  async function read(key: string): Promise<Omit<NearbyRecord, 'format'>> {
    return records.nearby(await store.get(key), key) ?? { messages: [], ageMs: 0 };
  }

  /** Changes a record. `change` gives the same messages when there is nothing to write. */
  function rewrite(
    key: string,
    change: (messages: readonly ChatMessage[]) => readonly ChatMessage[],
    newAgeMs?: number,
  ): Promise<number> {
    return lock(key, async () => {
      const { messages: before, ageMs: oldAgeMs } = await read(key);
      const after = change(before);
      if (after === before) return 0;

      const ageMs = newAgeMs ?? oldAgeMs;
      const record: NearbyRecord = { messages: after, ageMs, format: 1 };
      await store.write([{ key, value: after.length > 0 ? record : undefined, ttlMs: ageMs }]);
      return before.length - after.length;
    });
  }

  async function save(key: string): Promise<void> {
    const added = unsaved.get(key);
    if (!added) return;
    unsaved.delete(key);
    const { limits } = added;
    await rewrite(
      key,
      (messages) => limitNearby(withNewest(messages, added.messages), limits, clock.now()),
      limits.ageMs,
    );
  }

  async function flush(): Promise<void> {
    cancelSave?.();
    cancelSave = undefined;
    await Promise.all(arriving);
    await Promise.all([...unsaved.keys()].map(save));
  }

  function saveSoon(): void {
    cancelSave ??= clock.after(SAVE_EVERY_MS, () => {
      flush().catch((error: unknown) =>
        log.debug({ error }, 'conversations: nearby messages were not kept'),
      );
    });
  }

  async function keyOf(channel: Channel): Promise<string> {
    const key = nearbyKey(await conversationOf(channel));
    await save(key);
    return key;
  }

  const removeWhere = (key: string, isRemoved: (message: ChatMessage) => boolean) =>
    rewrite(key, (messages) =>
      messages.some(isRemoved) ? messages.filter((message) => !isRemoved(message)) : messages,
    );

  async function deleteFound(
    key: string,
    [first, ...others]: readonly ChatMessage[],
    onElsewhere: OnElsewhere | undefined,
  ): Promise<number> {
    if (!first) return 0;
    const { channel, author } = first;
    if (marks.answersIn(await marks.chatOf(channel))) return removeWhere(key, isBy(author.id));
    onElsewhere?.(key.slice(nearbyKey('').length), channel);
    return 1 + others.length;
  }

  return {
    record(message, given) {
      const { ttlMs = Infinity } = historyLifetime(historyDaysOf(message.channel));
      const limits = { ...given, ageMs: Math.min(given.ageMs, ttlMs) };
      const arrival = conversationOf(message.channel).then(
        (conversation) => {
          const key = nearbyKey(conversation);
          const waiting = unsaved.get(key) ?? { messages: [], limits };
          waiting.limits = limits;
          waiting.messages.push(message);
          if (waiting.messages.length > MAX_UNSAVED) waiting.messages.shift();
          unsaved.set(key, waiting);
          saveSoon();
        },
        (error: unknown) => log.debug({ error }, 'conversations: nearby messages were not kept'),
      );
      arriving.add(arrival);
      void arrival.then(() => arriving.delete(arrival));
    },

    async edit(message) {
      const isSame = ({ id }: ChatMessage) => id === message.id;
      await rewrite(await keyOf(message.channel), (messages) =>
        messages.some(isSame) ? messages.map((kept) => (isSame(kept) ? message : kept)) : messages,
      );
    },

    async before(channel, messageId, limits) {
      const { messages } = await read(await keyOf(channel));
      const earlier = messages.filter(({ id }) => compareIds(id, messageId) < 0);
      return limitNearby(earlier, limits, clock.now());
    },

    async remove(channel, messageId) {
      await removeWhere(await keyOf(channel), ({ id }) => id === messageId);
    },

    async forget(channel) {
      await removeWhere(await keyOf(channel), () => true);
    },

    async deleteAuthor(platform, authorId, onElsewhere) {
      await flush();
      const keys = await store.findKeys(nearbyKey(`${platform}:`));
      let count = 0;
      for await (const [key, value] of readInBatches(store, keys, BATCH_SIZE)) {
        const { messages = [] } = records.nearby(value, key) ?? {};
        count += await deleteFound(key, messages.filter(isBy(authorId)), onElsewhere);
      }
      return count;
    },

    async deleteAuthorIn(conversation, authorId) {
      const key = nearbyKey(conversation);
      await save(key);
      await removeWhere(key, isBy(authorId));
    },

    flush,
  };
}

const isBy =
  (authorId: string) =>
  ({ author }: ChatMessage): boolean =>
    author.id === authorId;

/** A message that comes again replaces the one before. */
function withNewest(
  messages: readonly ChatMessage[],
  added: readonly ChatMessage[],
): readonly ChatMessage[] {
  const newest = new Map([...messages, ...added].map((message) => [message.id, message]));
  return [...newest.values()];
}
