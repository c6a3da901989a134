import type { Channel } from '../contracts/chat-message.ts';
import type { Store } from '../contracts/store.ts';
import type { Turn } from '../contracts/turns.ts';
import { StoreError } from '../errors.ts';
import { channelKey } from '../lib/channel-key.ts';
import { chatKey } from '../lib/chat-key.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import { createKeyedLock, type KeyedLock } from '../lib/keyed-lock.ts';
import type { Log } from '../lib/log.ts';
import { createChatMarks } from './chat-marks.ts';
import { channelMoveKey, headKey, historyKeys, pinsKey, summaryKey } from './keys.ts';
import type { OpenMarks } from './open-marks.ts';
import { createOpenTurns, type OpenTurns } from './open-turns.ts';
import { createOwnedStore } from './owned-store.ts';
import { rebuildHead } from './rebuild-head.ts';
import { createRecordReader, type RecordReader } from './record-reader.ts';
import type { Head } from './records.ts';
import { createSingleMark } from './single-mark.ts';
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
  readonly marks: OpenMarks;
  readonly summaryDrafts: SummaryDrafts;
  /** Begins to read what the answer to a turn needs. */
  prefetch(turn: Turn): void;
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

/** A bot has less than this many groups that got another id and are busy at the same time. */
const MAX_MOVES = 10_000;
const NEW_HEAD: Head = { sequence: 0, epoch: 0, settings: {}, format: 1 };

/** The store, and the log for what cannot be read in it. */
interface SharedStateParts extends Pick<SharedState, 'store' | 'clock'> {
  readonly log: Log;
}

/** Creates the state for a store of one process. It knows no open turns yet; see `recoverOpenTurns`. */
export function createSharedState(parts: SharedStateParts) {
  const marks = createSingleMark();
  return { ...createState(parts, marks, createConversationOf(parts)), marks };
}

/** Creates the state for a store that several processes work on. It knows no chat yet; see `createAdoption`. */
export function createStateOfChats(given: SharedStateParts) {
  const store = createOwnedStore(given);
  const parts = { ...given, store };
  const readConversation = createConversationOf(parts);
  const marks = createChatMarks(readConversation);
  /**
   * In the chats of this process, the conversation of a channel does not change: else it would leave its queue to a
   * process that answers under the first id of the chat.
   */
  async function conversationOf(channel: Channel): Promise<string> {
    const chat = chatKey(channel);
    if (!marks.answersIn(chat)) return readConversation(channel);
    const conversation = channelKey(channel);
    store.own(conversation, chat);
    return conversation;
  }

  /** What the answer to a turn needs of the store, in one read. */
  function prefetch({ conversation, sequence, isPrivate }: Turn): void {
    if (isPrivate) return;
    const keys = [
      ...historyKeys(conversation, sequence - 1),
      summaryKey(conversation),
      pinsKey(conversation),
    ];
    // A failure is noticed by the read that needs it.
    store.getMany(keys).catch(() => {});
  }

  return { ...createState(parts, marks, conversationOf), store, marks, prefetch };
}

/** Reads the conversation of a channel, which is another one where the channel got another id. */
function createConversationOf({ store, clock, log }: SharedStateParts) {
  const records = createRecordReader(log);
  /** A channel that was moved stays so. */
  const moves = createExpiringMap<string, string>({ clock, maxEntries: MAX_MOVES });

  return async (channel: Channel): Promise<string> => {
    const key = channelMoveKey(channel);
    const known = moves.get(key);
    if (known !== undefined) return known;
    const move = records.channelMove(await store.get(key), key);
    if (!move) return channelKey(channel);
    moves.set(key, move.conversation);
    return move.conversation;
  };
}

function createState(
  { store, clock, log }: SharedStateParts,
  marks: OpenMarks,
  conversationOf: SharedState['conversationOf'],
): SharedState {
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
    open: createOpenTurns(marks.homeOf),
    lock: createKeyedLock(),
    messageLock: createKeyedLock(),
    marks,
    summaryDrafts: createSummaryDrafts(),

    conversationOf,
    // In the only process on a store, a read costs next to nothing.
    prefetch: () => {},

    async readHead(conversation) {
      const key = headKey(conversation);
      const head = records.head(await store.get(key), key);
      if (head && head !== 'unreadable') return head;
      return rebuilding(conversation, () => repairHead(conversation));
    },
  };
}
