import type { ChatMessage } from '../../contracts/chat-message.ts';
import { channelKey, messageKey } from '../../lib/channel-key.ts';
import { type Clock, sleep } from '../../lib/clock.ts';
import { createExpiringMap } from '../../lib/expiring-map.ts';

/**
 * Mentions of the bot without a word: the forward, the picture or the line that the same person sends next
 * is the question. Telegram sends the comment of a forward first. In memory only.
 */
export interface BareMentions {
  record(message: ChatMessage): void;
  /** Tells whether the message is the question of such a mention. The mention is then used up. */
  take(message: ChatMessage): boolean;
  /** Resolves when no question is expected any more. `true`: none came. */
  whenAlone(message: ChatMessage): Promise<boolean>;
}

/** People who only mention the bot read how to ask after this time. */
const WAIT_MS = 1_500;
const MAX_MENTIONS = 1_000;

/** Creates a memory without mentions. */
export function createBareMentions(clock: Clock): BareMentions {
  const mentions = createExpiringMap<string, string>({ clock, maxEntries: MAX_MENTIONS });

  return {
    record(message) {
      // `whenAlone` forgets the mention earlier.
      mentions.set(personKey(message), mentionKey(message), 2 * WAIT_MS);
    },

    take(message) {
      const isExpected = mentions.has(personKey(message));
      mentions.delete(personKey(message));
      return isExpected;
    },

    async whenAlone(message) {
      await sleep(clock, WAIT_MS);
      if (mentions.get(personKey(message)) !== mentionKey(message)) return false;
      mentions.delete(personKey(message));
      return true;
    },
  };
}

function personKey({ channel, author }: ChatMessage): string {
  return `${channelKey(channel)}:${author.id}`;
}

function mentionKey({ channel, id }: ChatMessage): string {
  return messageKey(channel, id);
}
