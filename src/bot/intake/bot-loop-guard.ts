import type { ChatMessage } from '../../contracts/chat-message.ts';
import { channelKey } from '../../lib/channel-key.ts';
import type { Clock } from '../../lib/clock.ts';
import { createExpiringMap } from '../../lib/expiring-map.ts';
import type { ChatVisits } from '../chat-visits.ts';

/** Bounds the answers to other bots, so that two bots do not talk without end. */
export interface BotLoopGuard {
  /** A person wrote in the channel: bots may ask there again. */
  recordPerson(message: ChatMessage): void;
  /** Counts a question of a bot. `false`: it gets no answer. */
  admit(message: ChatMessage): boolean;
}

/** After this number of answers to bots, the bot waits for a message of a person. */
const MAX_IN_A_ROW = 5;
/** A bot that asks faster than this is not answered. */
const MIN_DISTANCE_MS = 1_000;
const MAX_CHANNELS = 1_000;

/** The questions of bots in one channel since a person wrote there. */
interface BotQuestions {
  readonly count: number;
  readonly lastAt: number;
  /** A person may have written there since an earlier visit. */
  readonly visit: number;
}

/** Creates a guard that has admitted no question. */
export function createBotLoopGuard(clock: Clock, visits: Pick<ChatVisits, 'visit'>): BotLoopGuard {
  const channels = createExpiringMap<string, BotQuestions>({ clock, maxEntries: MAX_CHANNELS });

  return {
    recordPerson: ({ channel }) => channels.delete(channelKey(channel)),

    admit({ channel }) {
      const key = channelKey(channel);
      const visit = visits.visit(channel);
      const known = channels.get(key);
      const { count = 0, lastAt = -Infinity } = (known?.visit === visit && known) || {};
      const now = clock.now();
      if (count >= MAX_IN_A_ROW || now - lastAt < MIN_DISTANCE_MS) return false;
      channels.set(key, { count: count + 1, lastAt: now, visit });
      return true;
    },
  };
}
