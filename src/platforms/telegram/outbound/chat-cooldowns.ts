import { PlatformError } from '../../../errors.ts';
import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';

/** The chats that may not be called for some time, after Telegram answered 429. */
export interface ChatCooldowns {
  isActive(chatId: string): boolean;
  /** Starts the cooldown of a chat, or replaces it. */
  start(chatId: string, durationMs: number): void;
  /**
   * @throws The `rate_limit` error that Telegram would answer. A call would make Telegram's
   * cooldown longer.
   */
  throwIfActive(chatId: string): void;
}

const REMEMBERED_CHATS = 1_000;

/** Creates cooldowns for one of Telegram's rate limits. */
export function createChatCooldowns(clock: Clock): ChatCooldowns {
  const cooldowns = createExpiringMap<string, true>({ clock, maxEntries: REMEMBERED_CHATS });

  return {
    isActive: (chatId) => cooldowns.remainingMs(chatId) > 0,

    start(chatId, durationMs) {
      // The map would keep an entry without a time for as long as it can.
      if (durationMs > 0) cooldowns.set(chatId, true, durationMs);
      else cooldowns.delete(chatId);
    },

    throwIfActive(chatId) {
      const retryAfterMs = cooldowns.remainingMs(chatId);
      if (retryAfterMs === 0) return;

      const message = 'Telegram allows no calls in this chat until its rate limit has passed.';
      throw new PlatformError(message, { kind: 'rate_limit', platform: 'telegram', retryAfterMs });
    },
  };
}
