import type { ChatMessage } from '../contracts/chat-message.ts';
import type { Change } from '../contracts/store.ts';
import { channelKey } from '../lib/channel-key.ts';
import { historyLifetime } from './history-lifetime.ts';
import { homeKey, SEEN_TTL_MS, seenKey } from './keys.ts';
import type { SharedState, TurnLimits } from './shared-state.ts';

/** The marks of the messages that were accepted. */
export interface SeenMessages {
  has(message: ChatMessage): Promise<boolean>;
  /** The messages that no turn has. */
  unseen(messages: readonly ChatMessage[]): Promise<readonly ChatMessage[]>;
  /** The changes that mark messages as accepted into a conversation. */
  changes(messages: readonly ChatMessage[], conversation: string): Promise<readonly Change[]>;
}

/** Creates the marks of messages. */
export function createSeenMessages(
  { store, conversationOf }: Pick<SharedState, 'store' | 'conversationOf'>,
  { historyDaysOf }: Pick<TurnLimits, 'historyDaysOf'>,
): SeenMessages {
  /** Edits and deletions come with the channel of the message, which may not be the one of its turn. */
  async function homeChanges({ channel, id }: ChatMessage, conversation: string) {
    if (channelKey(channel) === conversation) return [];
    if ((await conversationOf(channel)) === conversation) return [];
    const lifetime = historyLifetime(historyDaysOf(channel));
    return [{ key: homeKey(channel, id), value: { conversation, format: 1 }, ...lifetime }];
  }

  async function changesOf(message: ChatMessage, conversation: string): Promise<Change[]> {
    const mark = { key: seenKey(message), value: { format: 1 }, ttlMs: SEEN_TTL_MS };
    return [...(await homeChanges(message, conversation)), mark];
  }

  return {
    has: async (message) => isSeenMark(await store.get(seenKey(message))),

    async unseen(messages) {
      const marks = await store.getMany(messages.map(seenKey));
      return messages.filter((_, index) => !isSeenMark(marks[index]));
    },

    async changes(messages, conversation) {
      const changes = messages.map((message) => changesOf(message, conversation));
      return (await Promise.all(changes)).flat();
    },
  };
}

/** An unreadable mark does not count: a damaged file must not swallow a message. */
function isSeenMark(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'format' in value;
}
