import type { ChatPaces, LastHost } from '../../contracts/chat-paces.ts';
import type { EditBudget } from '../../contracts/reply-surface.ts';
import type { Store } from '../../contracts/store.ts';
import type { Clock } from '../../lib/clock.ts';
import { createExpiringMap } from '../../lib/expiring-map.ts';
import type { Pace } from '../pace.ts';
import { type Allowance, createAllowance } from './allowance.ts';
import { inheritedUse } from './inherited-use.ts';
import type { KeptPenalties } from './kept-penalties.ts';
import { type PaceRecord, readPaceRecord } from './pace-record.ts';

/** The paces of the chats that this process writes in, and what it takes over and leaves of them. */
export interface TiedPaces extends ChatPaces {
  /** Limits a new pace of a chat, so that the next process there can know what was used at most. */
  allowanceFor(budget: EditBudget & { readonly chat: string }, onChange: () => void): Allowance;
  /** Takes note of a new pace of a chat, and gives it what the process before has used. */
  begin(budget: EditBudget & { readonly chat: string }, pace: Pace): void;
}

interface ChatPacesParts {
  readonly store: Pick<Store, 'getMany' | 'write'>;
  readonly penalties: Pick<KeptPenalties, 'obey'>;
  readonly clock: Clock;
  /** The process ends answering in a chat: its paces begin anew the next time. */
  forget(scopes: readonly string[]): void;
}

/** A chat as far as its paces go. */
interface TiedChat {
  readonly paces: Map<string, { readonly budget: EditBudget; readonly pace: Pace }>;
  readonly most: Map<string, number>;
  /** Absent: another process answers there, and this one leaves nothing. */
  readonly adopted?: { readonly at: number; readonly record: PaceRecord; readonly last: LastHost };
  isRecorded: boolean;
  /** A penalty that the process before has got lasts until then, at least. */
  heldUntil: number;
}

const PREFIX = 'pace:';
/** More than the chats that one process answers in at a time. */
const MAX_CHATS = 5_000;
/** Far more than the threads and interactions of a chat that are in use at a time. */
const MAX_SCOPES_OF_CHAT = 300;
/** Clocks of machines that show different times must not end a record early. */
const CLOCK_MARGIN_MS = 60_000;
/** A look at a penalty takes less time. */
const FIRST_LOOK_MS = 1_000;

/** Creates the paces of chats, none of which this process answers in. */
export function createChatPaces({ store, penalties, clock, forget }: ChatPacesParts): TiedPaces {
  const chats = createExpiringMap<string, TiedChat>({ clock, maxEntries: MAX_CHATS });

  function chatOf(name: string): TiedChat {
    const known = chats.get(name);
    if (known) return known;
    const chat: TiedChat = { paces: new Map(), most: new Map(), isRecorded: false, heldUntil: 0 };
    chats.set(name, chat);
    return chat;
  }

  function inherit({ adopted }: TiedChat, budget: EditBudget, pace: Pace): void {
    if (!adopted) return;
    const inherited = inheritedUse(budget, adopted.record, adopted.last, clock.now() - adopted.at);
    if (!inherited) return;
    pace.inherit(inherited.use, inherited.agoMs);
    // A second, shorter window of the same scope.
    const { overall } = budget;
    if (overall?.scope !== budget.scope) return;
    pace.holdBack(Math.max(0, overall.windowMs - inherited.agoMs));
  }

  function holdBack(chat: TiedChat, ms: number): void {
    chat.heldUntil = clock.now() + ms;
    for (const { pace } of chat.paces.values()) pace.holdBack(ms);
  }

  function isAfterDeath(name: string, windowMs: number): boolean {
    const { adopted } = chatOf(name);
    return adopted?.last.end === 'died' && clock.now() - adopted.at < 2 * windowMs;
  }

  /** What a process allowed itself once counts until the calls that it made by then have left the window. */
  function keep(name: string, scope: string, calls: number): Promise<void> | undefined {
    const chat = chatOf(name);
    if (!chat.adopted) return undefined;
    chat.most.set(scope, calls);
    chat.isRecorded = true;
    for (const [each, { pace }] of chat.paces) {
      const used = pace.uses().edits.length;
      chat.most.set(each, Math.max(chat.most.get(each) ?? 0, used));
    }
    const longestMs = Math.max(...[...chat.paces.values()].map(({ budget }) => budget.windowMs));
    const most = Object.fromEntries(chat.most);
    const { uses = {} } = chat.adopted.record;
    const record: PaceRecord = { format: 1, most, uses };
    return store.write([
      { key: PREFIX + name, value: record, ttlMs: 2 * longestMs + CLOCK_MARGIN_MS },
    ]);
  }

  function usesOf(chat: TiedChat): { readonly record: PaceRecord; readonly longestMs: number } {
    const used = [...chat.paces].map(([scope, { pace }]) => [scope, pace.uses()] as const);
    const times = used.map(([, { edits, creates = [] }]) => Math.max(0, ...edits, ...creates));
    const uses = Object.fromEntries(used.filter((_, index) => (times[index] ?? 0) > 0));
    return { record: { format: 1, uses }, longestMs: Math.max(0, ...times) };
  }

  return {
    async adopt(name, last) {
      const [record, penalty] = await store.getMany([PREFIX + name, `penalty:${name}`]);
      const chat: TiedChat = {
        ...chatOf(name),
        adopted: { at: clock.now(), record: readPaceRecord(record), last },
        isRecorded: record !== undefined,
      };
      chats.set(name, chat);
      for (const { budget, pace } of chat.paces.values()) inherit(chat, budget, pace);
      if (penalty === undefined) return;
      holdBack(chat, FIRST_LOOK_MS);
      void penalties.obey(name, (ms) => holdBack(chat, ms));
    },

    async release(name) {
      const chat = chatOf(name);
      const { record, longestMs } = usesOf(chat);
      const key = PREFIX + name;
      if (longestMs > 0) {
        await store.write([{ key, value: record, ttlMs: longestMs + CLOCK_MARGIN_MS }]);
      } else if (chat.isRecorded) await store.write([{ key, value: undefined }]);
      chats.delete(name);
      forget([...chat.paces.keys()]);
    },

    allowanceFor(budget, onChange) {
      return createAllowance({
        budget,
        clock,
        onChange,
        isAfterDeath: () => isAfterDeath(budget.chat, budget.windowMs),
        keep: (calls) => keep(budget.chat, budget.scope, calls),
      });
    },

    begin(budget, pace) {
      const chat = chatOf(budget.chat);
      const [oldest] = chat.paces.keys();
      if (chat.paces.size >= MAX_SCOPES_OF_CHAT && oldest !== undefined) chat.paces.delete(oldest);
      chat.paces.set(budget.scope, { budget, pace });
      pace.holdBack(Math.max(0, chat.heldUntil - clock.now()));
      inherit(chat, budget, pace);
    },
  };
}
