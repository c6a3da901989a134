import type { Channel } from '../contracts/chat-message.ts';
import type { Turns } from '../contracts/turns.ts';
import { chatKey } from '../lib/chat-key.ts';
import type { Log } from '../lib/log.ts';
import type { ChatMarks } from './chat-marks.ts';
import { chatMarkKey, TURNS_PREFIX, turnKey } from './keys.ts';
import type { OwnedStore } from './owned-store.ts';
import { readMarks } from './read-marks.ts';
import { type LeftOpen, readOpenTurns, waitingAgain } from './read-open-turns.ts';
import { openMarkRecord } from './records.ts';
import type { SharedState } from './shared-state.ts';

/** Takes over chats from other processes, and leaves them. */
export type Adoption = Pick<Turns, 'adopt' | 'leave' | 'chatsElsewhere'>;

/** The state of the chats of this process. */
interface AdoptingState extends SharedState {
  readonly marks: ChatMarks;
  readonly store: OwnedStore;
}

/** The open turns of a chat, as the process that answered there before has left them. */
interface LeftChat {
  readonly turns: readonly LeftOpen[];
  readonly server?: string | undefined;
}

/** Creates the adoption of chats. */
export function createAdoption(shared: AdoptingState, log: Log): Adoption {
  const { store, records, open, marks, summaryDrafts } = shared;
  const adopting = new Map<string, Promise<void>>();

  async function findLeft(chat: string): Promise<LeftChat> {
    const key = chatMarkKey(chat);
    const mark = records.openMark(await store.get(key), key);
    // A chat without a mark has no open turns.
    if (mark === undefined) return { turns: [] };
    if (mark !== 'unreadable') {
      return { turns: await readOpenTurns(shared, mark.turns), server: mark.server };
    }
    return { turns: await searchTurns(chat) };
  }

  /** Finds the open turns of a chat whose mark cannot be read. Those in threads of Discord have keys of their own. */
  async function searchTurns(chat: string): Promise<readonly LeftOpen[]> {
    const keys = await store.findKeys(turnKey(chat));
    const ids = keys.map((key) => key.slice(TURNS_PREFIX.length));
    const found = await readOpenTurns(shared, ids);
    const own = found.filter(({ turn }) => turn && chatKey(turn.address.channel) === chat);
    log.error({ chat, turns: own.length }, 'conversations: unfinished turns may be missing');
    await store.replace(chatMarkKey(chat), openMarkRecord(own.map(({ id }) => id)));
    return own;
  }

  async function take(chat: string, isStillWanted: () => boolean): Promise<void> {
    const { turns, server } = await findLeft(chat);
    if (!isStillWanted()) return;

    // The mark of an unreadable turn stays for a version that can read it.
    marks.adopt(chat, {
      turns: turns.map(({ id }) => id),
      ...(server !== undefined && { server }),
    });
    store.own(chat, chat);
    for (const { turn } of turns) if (turn) open.add(waitingAgain(turn));
    const count = open.countIn(chat);
    if (count > 0) log.info({ chat, turns: count }, 'conversations: continuing unfinished turns');
  }

  return {
    adopt(chat) {
      if (marks.answersIn(chat)) return Promise.resolve();
      const running = adopting.get(chat);
      if (running) return running;

      const taking: Promise<void> = take(chat, () => adopting.get(chat) === taking).finally(() => {
        if (adopting.get(chat) === taking) adopting.delete(chat);
      });
      adopting.set(chat, taking);
      return taking;
    },

    leave(chat) {
      adopting.delete(chat);
      for (const conversation of open.conversationsIn(chat)) open.removeAll(conversation);
      // Another process may drop what they cover.
      summaryDrafts.dropWhere(
        ({ conversation, channel }) => conversation === chat || chatKey(channel) === chat,
      );
      marks.leave(chat);
      store.disown(chat);
    },

    async chatsElsewhere({ platform, id, server }) {
      if (server !== id) return [];
      const found: Channel[] = [];
      for (const [chat, mark] of await readMarks(shared, `${platform}:`)) {
        if (mark.server !== id || marks.answersIn(chat)) continue;
        found.push({ platform, id: chat.slice(platform.length + 1), kind: 'group', server });
      }
      return found;
    },
  };
}
