import type { Channel } from '../contracts/chat-message.ts';
import type { Turn } from '../contracts/turns.ts';
import { BotError } from '../errors.ts';
import { chatKey } from '../lib/chat-key.ts';
import { chatMarkKey } from './keys.ts';
import type { OpenMarks } from './open-marks.ts';
import { type OpenMark, openMarkRecord } from './records.ts';

/** The marks of the chats that this process answers in, on a store that several processes work on. */
export interface ChatMarks extends OpenMarks {
  /** Takes over the mark of a chat. Gives `false` if this process has it already. */
  adopt(chat: string, mark: Omit<OpenMark, 'format'>): boolean;
  /** Forgets the mark of a chat, which stays stored. */
  leave(chat: string): void;
}

/** The mark of one chat, in memory. */
interface ListedTurns {
  readonly ids: Set<string>;
  server: string | undefined;
}

/**
 * Creates the marks. A chat keeps its mark as long as this process answers there, also when its network gives it
 * another id meanwhile. `conversationOf` is as in `SharedState`: a chat with a new id has the mark of its first id.
 */
export function createChatMarks(conversationOf: (channel: Channel) => Promise<string>): ChatMarks {
  const chats = new Map<string, ListedTurns>();
  /** By the id of a turn. */
  const homes = new Map<string, string>();

  function adopt(chat: string, { turns, server }: Omit<OpenMark, 'format'>): boolean {
    if (chats.has(chat)) return false;
    chats.set(chat, { ids: new Set(turns), server });
    for (const id of turns) homes.set(id, chat);
    return true;
  }

  function idsOfOthers(chat: string, turns: readonly Turn[]): readonly string[] {
    const excluded = new Set(turns.map(({ id }) => id));
    return [...(chats.get(chat)?.ids ?? [])].filter((id) => !excluded.has(id));
  }

  const homeOf = ({ id, address }: Turn) => homes.get(id) ?? chatKey(address.channel);

  return {
    answersIn: (chat) => chats.has(chat),

    async chatOf({ platform, id, parentId, ...channel }) {
      const chat = chatKey({ platform, id, parentId });
      if (chats.has(chat)) return chat;
      return conversationOf({ ...channel, platform, id: parentId ?? id });
    },

    homeOf,
    adopt,

    leave(chat) {
      for (const id of chats.get(chat)?.ids ?? []) homes.delete(id);
      chats.delete(chat);
    },

    add({ id, address }, chat) {
      const listed = chats.get(chat);
      // The mark on disk may list turns that this process does not know.
      if (!listed) throw new BotError(`Another process answers in the chat ${chat}.`);
      listed.ids.add(id);
      listed.server = address.channel.server ?? listed.server;
      homes.set(id, chat);
      return { key: chatMarkKey(chat), value: openMarkRecord(listed.ids, listed.server) };
    },

    // So that the marks in the store are those of chats with open turns. While two turns end at the same time, the
    // mark stays, because the end of the other one may not arrive.
    endChanges: (ended) =>
      [...new Set(ended.map(homeOf))]
        .filter((chat) => chats.has(chat) && idsOfOthers(chat, ended).length === 0)
        .map((chat) => ({ key: chatMarkKey(chat), value: undefined })),

    remove({ id }) {
      chats.get(homes.get(id) ?? '')?.ids.delete(id);
      homes.delete(id);
    },
  };
}
