import type { Channel } from '../contracts/chat-message.ts';
import type { Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import { createKeyedLock, type KeyedLock } from '../lib/keyed-lock.ts';
import { channelId, channelMoveKey, headKey } from './keys.ts';
import { createOpenTurns, type OpenTurns } from './open-turns.ts';
import { type ChannelMove, type Head, readRecord } from './records.ts';

/** The state that turns and settings share. */
export interface Ledger {
  readonly store: Store;
  readonly clock: Clock;
  readonly open: OpenTurns;
  /** Runs the changes of one conversation one after another. */
  readonly lock: KeyedLock;
  /**
   * Runs what happens to one message in the order in which it came: a person may edit or delete a
   * message before it is accepted. By `messageKey`; take it before `lock`.
   */
  readonly messageLock: KeyedLock;
  /**
   * The ids in the open mark (see `OpenMark`). An id is added before its turn is written, and removed
   * after the end of its turn was written. The store keeps the order of writes, so the mark on disk may
   * list too many turns but never too few.
   */
  readonly marked: Set<string>;
  /** The name of the conversation of a channel. */
  conversationOf(channel: Channel): Promise<string>;
  /** Reads the head of a conversation, or gives the head of a new one. */
  readHead(conversation: string): Promise<Head>;
}

/** Limits for stored and open turns. */
export interface TurnLimits {
  /** The number of days that a turn stays in the history after its end. 0: without limit. */
  readonly historyDays: number;
  /** The number of turns that may wait in one conversation. */
  readonly waitingLimit: number;
  /** The number of messages that may join one turn. */
  readonly inputLimit: number;
  /** The number of open turns of all conversations together. */
  readonly openLimit: number;
}

const NEW_HEAD: Head = { sequence: 0, epoch: 0, settings: {}, format: 1 };

/** Creates a ledger that knows no open turns yet; see `recoverOpenTurns`. */
export function createLedger({ store, clock }: Pick<Ledger, 'store' | 'clock'>): Ledger {
  return {
    store,
    clock,
    open: createOpenTurns(),
    lock: createKeyedLock(),
    messageLock: createKeyedLock(),
    marked: new Set(),

    async conversationOf(channel) {
      const key = channelMoveKey(channel);
      const move = readRecord<ChannelMove>(await store.get(key), key);
      return move?.conversation ?? channelId(channel);
    },

    async readHead(conversation) {
      const key = headKey(conversation);
      return readRecord<Head>(await store.get(key), key) ?? NEW_HEAD;
    },
  };
}
