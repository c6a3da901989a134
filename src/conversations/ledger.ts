import type { Channel } from '../contracts/chat-message.ts';
import type { Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import { createKeyedLock, type KeyedLock } from '../lib/keyed-lock.ts';
import { aliasKey, channelId, headKey } from './keys.ts';
import { createOpenTurns, type OpenTurns } from './open-turns.ts';
import { type ChannelAlias, type Head, readRecord } from './records.ts';

/** What turns and settings share. */
export interface Ledger {
  readonly store: Store;
  readonly clock: Clock;
  readonly open: OpenTurns;
  /** What is done to one conversation is done one after the other. */
  readonly lock: KeyedLock;
  /**
   * The ids that the open mark lists. One is added before its turn is written and taken out after its end was written,
   * and the store keeps the order of writes: so the mark on disk may list too much, never too little.
   */
  readonly marked: Set<string>;
  conversationOf(channel: Channel): Promise<string>;
  readHead(conversation: string): Promise<Head>;
}

const FRESH: Head = { sequence: 0, epoch: 0, settings: {}, format: 1 };

export function createLedger({ store, clock }: { store: Store; clock: Clock }): Ledger {
  return {
    store,
    clock,
    open: createOpenTurns(),
    lock: createKeyedLock(),
    marked: new Set(),
    async conversationOf(channel) {
      const key = aliasKey(channel);
      return (
        readRecord<ChannelAlias>(await store.get(key), key)?.conversation ?? channelId(channel)
      );
    },
    async readHead(conversation) {
      const key = headKey(conversation);
      return readRecord<Head>(await store.get(key), key) ?? FRESH;
    },
  };
}
