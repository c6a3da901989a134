import type { Channel } from '../contracts/chat-message.ts';
import type { InboundEvent } from '../contracts/inbox.ts';
import type { Store } from '../contracts/store.ts';
import { chatKey } from '../lib/chat-key.ts';

/** Names the chats. A chat that the network gave another id keeps its first name, as its conversation does. */
export interface ChatNames {
  of(channel: Channel): string;
  /** Takes note of an event that gives a chat another id. */
  learn(event: InboundEvent): void;
  stop(): void;
}

/** The keys that tell the conversation of a channel with another id begin with this. */
const MOVES_PREFIX = 'alias:';

/** Reads the chats that have got another id. */
export async function openChatNames(
  store: Pick<Store, 'findKeys' | 'getMany' | 'watch'>,
): Promise<ChatNames> {
  const firstNames = new Map<string, string>();
  const stop = store.watch(MOVES_PREFIX, (changed) => {
    // An event that is named before this is read finds its conversation by the same key.
    void load(changed).catch(() => {});
  });
  await load('all');

  async function load(changed: readonly string[] | 'all'): Promise<void> {
    const keys = changed === 'all' ? await store.findKeys(MOVES_PREFIX) : changed;
    const values = await store.getMany(keys);
    for (const [index, key] of keys.entries()) {
      const value = values[index];
      if (typeof value !== 'object' || value === null || !('conversation' in value)) continue;
      firstNames.set(key.slice(MOVES_PREFIX.length), String(value.conversation));
    }
  }

  function of(channel: Channel): string {
    const name = chatKey(channel);
    return firstNames.get(name) ?? name;
  }

  return {
    of,
    learn(event) {
      if (event.kind === 'migrated') firstNames.set(chatKey(event.to), of(event.from));
    },
    stop,
  };
}
