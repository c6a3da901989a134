import type { Channel } from '../contracts/chat-message.ts';
import type { Store } from '../contracts/store.ts';
import { StoreError } from '../errors.ts';
import { channelKey } from '../lib/channel-key.ts';
import type { Clock } from '../lib/clock.ts';
import { createKeyedLock, type KeyedLock } from '../lib/keyed-lock.ts';
import type { Log } from '../lib/log.ts';
import { channelMoveKey, headKey } from './keys.ts';
import { createOpenTurns, type OpenTurns } from './open-turns.ts';
import { rebuildHead } from './rebuild-head.ts';
import { createRecordReader, type RecordReader } from './record-reader.ts';
import type { Head } from './records.ts';
import { createSummaryDrafts, type SummaryDrafts } from './summary-drafts.ts';

/** The state that all parts of the conversations share. */
export interface SharedState {
  readonly store: Store;
  readonly clock: Clock;
  readonly records: RecordReader;
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
  readonly summaryDrafts: SummaryDrafts;
  /** The name of the conversation of a channel. */
  conversationOf(channel: Channel): Promise<string>;
  /**
   * Reads the head of a conversation, or gives the head of a new one. Rebuilds a head that is
   * unreadable, or missing although there are turns.
   */
  readHead(conversation: string): Promise<Head>;
}

/** Limits for stored and open turns. */
export interface TurnLimits {
  /** The number of days for which a channel keeps what was said: a turn after its end. 0: without limit. */
  readonly historyDaysOf: (channel: Channel) => number;
  /** The number of turns that may wait in one conversation. */
  readonly waitingLimit: number;
  /** The number of messages that may join one turn. */
  readonly inputLimit: number;
  /** The number of open turns of all conversations together. */
  readonly openLimit: number;
}

const NEW_HEAD: Head = { sequence: 0, epoch: 0, settings: {}, format: 1 };

/** The store, and the log for what cannot be read in it. */
interface SharedStateParts extends Pick<SharedState, 'store' | 'clock'> {
  readonly log: Log;
}

/** Creates a state that knows no open turns yet; see `recoverOpenTurns`. */
export function createSharedState({ store, clock, log }: SharedStateParts): SharedState {
  const records = createRecordReader(log);
  /** A reader outside of `SharedState.lock` must not write a head that a writer inside has replaced since. */
  const rebuilding = createKeyedLock();

  /** Rebuilds a head, unless another reader has just done so. */
  async function repairHead(conversation: string): Promise<Head> {
    const key = headKey(conversation);
    const stored = await store.get(key);
    const head = records.head(stored, key);
    if (head && head !== 'unreadable') return head;

    const rebuilt = await rebuildHead({ store, clock, records }, conversation, stored);
    if (head === undefined && rebuilt.sequence === 0) return NEW_HEAD;
    await storeRebuilt(conversation, rebuilt);
    return rebuilt;
  }

  async function storeRebuilt(conversation: string, head: Head): Promise<void> {
    const { sequence, epoch } = head;
    try {
      await store.replace(headKey(conversation), head);
      log.warn({ conversation, sequence, epoch }, 'conversations: rebuilt the head from the turns');
    } catch (error) {
      // On a damaged page the head cannot be stored, but an answer needs only to read it.
      if (!(error instanceof StoreError && error.kind === 'damaged')) throw error;
    }
  }

  return {
    store,
    clock,
    records,
    open: createOpenTurns(),
    lock: createKeyedLock(),
    messageLock: createKeyedLock(),
    marked: new Set(),
    summaryDrafts: createSummaryDrafts(),

    async conversationOf(channel) {
      const key = channelMoveKey(channel);
      const move = records.channelMove(await store.get(key), key);
      return move?.conversation ?? channelKey(channel);
    },

    async readHead(conversation) {
      const key = headKey(conversation);
      const head = records.head(await store.get(key), key);
      if (head && head !== 'unreadable') return head;
      return rebuilding(conversation, () => repairHead(conversation));
    },
  };
}
