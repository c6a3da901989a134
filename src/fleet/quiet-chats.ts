import type { Channel } from '../contracts/chat-message.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';

/** The channels in which loose messages are for nobody: no process hosts their chat, and the bot takes no part in them. */
export interface QuietChats {
  has(chat: string, channel: Channel): boolean;
  /** The database said so. */
  add(chat: string, channel: Channel): void;
  /** Something happens in a chat that a host deals with. */
  end(chat: string): void;
  /** Another process may have taken events of any chat. */
  clear(): void;
}

/** What nobody has foreseen ends after this time. Each look costs a statement. */
const KNOWN_MS = 60 * 60_000;
/** Three for each server of 16 connections, of about 200 bytes each. */
const MAX_CHATS = 50_000;
/** The threads of one chat. */
const MAX_CHANNELS = 200;

/** Creates the knowledge of one process: at first, no chat is quiet. */
export function createQuietChats(clock: Clock): QuietChats {
  const create = () => createExpiringMap<string, Set<string>>({ clock, maxEntries: MAX_CHATS });
  let chats = create();

  return {
    has: (chat, { id }) => chats.get(chat)?.has(id) === true,

    add(chat, { id }) {
      const known = chats.get(chat);
      if (known && known.size < MAX_CHANNELS) known.add(id);
      else chats.set(chat, new Set([id]), KNOWN_MS);
    },

    end: (chat) => chats.delete(chat),

    clear() {
      chats = create();
    },
  };
}
