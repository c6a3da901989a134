import type { Channel, ChatMessage } from '../contracts/chat-message.ts';
import type { Nearby } from '../contracts/nearby.ts';
import type { NearbyLimits } from '../contracts/settings.ts';
import { compareIds } from '../lib/compare-ids.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import { limitNearby } from '../lib/limit-nearby.ts';
import type { Log } from '../lib/log.ts';
import { historyLifetime } from './history-lifetime.ts';
import { nearbyKey } from './keys.ts';
import type { NearbyRecord } from './records.ts';
import type { SharedState, TurnLimits } from './shared-state.ts';

/** The store, and the log for writes that fail. */
interface NearbyParts
  extends Pick<SharedState, 'store' | 'clock' | 'records' | 'conversationOf'>,
    Pick<TurnLimits, 'historyDaysOf'> {
  readonly log: Log;
}

/** What was said in one channel and is not stored yet. */
interface Unsaved {
  readonly messages: ChatMessage[];
  limits: NearbyLimits;
}

const SAVE_EVERY_MS = 1_000;
/** A busy group says less than this in a second. */
const MAX_UNSAVED = 200;

/** Creates the nearby messages of a store. Writes one small record for each channel, at most once a second. */
export function createNearby(parts: NearbyParts): Nearby {
  const { store, clock, records, conversationOf, historyDaysOf, log } = parts;
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

    async deleteAuthor(platform, authorId) {
      await flush();
      const keys = await store.findKeys(nearbyKey(`${platform}:`));
      const isTheirs = ({ author }: ChatMessage) => author.id === authorId;
      const counts = await Promise.all(keys.map((key) => removeWhere(key, isTheirs)));
      return counts.reduce((sum, count) => sum + count, 0);
    },

    flush,
  };
}

/** A message that comes again replaces the one before. */
function withNewest(
  messages: readonly ChatMessage[],
  added: readonly ChatMessage[],
): readonly ChatMessage[] {
  const newest = new Map([...messages, ...added].map((message) => [message.id, message]));
  return [...newest.values()];
}
