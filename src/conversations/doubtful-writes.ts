import type { ChatMessage } from '../contracts/chat-message.ts';
import type { Change, Store } from '../contracts/store.ts';
import { StoreError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import { seenKey } from './keys.ts';

/** A write of messages that failed although it may arrive later, as a server gave no answer. */
interface DoubtfulWrite {
  /** The last one is the one that was to be accepted. */
  readonly messages: readonly ChatMessage[];
  /** Takes note of the turn that it opened. Absent: it opened none. */
  readonly begin?: () => void;
}

/**
 * Remembers the writes whose messages are accepted again: a mark of such a message may be that of the failed write,
 * of which the memory of this process holds nothing.
 */
export interface DoubtfulWrites {
  of(message: ChatMessage): DoubtfulWrite | undefined;
  /** The message is accepted. */
  forget(message: ChatMessage): void;
  /** Writes, and begins. */
  write(changes: readonly Change[], write: DoubtfulWrite): Promise<void>;
}

const MOST = 1_000;
const REMEMBERED_MS = 60 * 60 * 1000;

/** Creates an empty memory. */
export function createDoubtfulWrites(store: Pick<Store, 'write'>, clock: Clock): DoubtfulWrites {
  const doubtful = createExpiringMap<string, DoubtfulWrite>({ clock, maxEntries: MOST });
  const keyOf = (messages: readonly ChatMessage[]) => messages.slice(-1).map(seenKey).join();

  return {
    of: (message) => doubtful.get(seenKey(message)),
    forget: (message) => doubtful.delete(seenKey(message)),

    async write(changes, write) {
      const key = keyOf(write.messages);
      try {
        await store.write(changes);
      } catch (error) {
        const mayArrive = error instanceof StoreError && error.kind === 'unreachable';
        if (mayArrive) doubtful.set(key, write, REMEMBERED_MS);
        throw error;
      }
      doubtful.delete(key);
      write.begin?.();
    },
  };
}
