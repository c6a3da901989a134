import type { Channel } from '../contracts/chat-message.ts';
import { chatKey } from '../lib/chat-key.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';

/** The times in which this process answers in a chat. In between, another process may, and what is remembered is old. */
export interface ChatVisits {
  /** Since when this process answers there: since its start, where no process takes turns with it. Unix milliseconds. */
  since(channel: Channel): number;
  /** Names the present visit. Something of another one is old. */
  visit(channel: Channel): number;
  /** A visit begins. `chat` is as `chatKey` names it. */
  begin(chat: string): void;
}

/** About 100 bytes each. A chat that is forgotten has nothing in memory that is as old. */
const MAX_CHATS = 20_000;

/** Creates the visits: the first one of each chat began at the start of the process. */
export function createChatVisits(clock: Clock): ChatVisits {
  const startedAt = clock.now();
  const visits = createExpiringMap<string, { readonly number: number; readonly since: number }>({
    clock,
    maxEntries: MAX_CHATS,
  });
  let last = 0;

  return {
    since: (channel) => visits.get(chatKey(channel))?.since ?? startedAt,
    visit: (channel) => visits.get(chatKey(channel))?.number ?? 0,
    begin(chat) {
      last += 1;
      visits.set(chat, { number: last, since: clock.now() });
    },
  };
}
