import { PlatformError } from '../../../errors.ts';
import type { Clock } from '../../../lib/clock.ts';
import { createLru } from '../../../lib/lru.ts';

/** Until when each chat may not be called. */
export interface ChatCooldowns {
  isActive(chatId: string): boolean;
  start(chatId: string, ms: number): void;
  /** Throws the `rate_limit` that Telegram would answer; asking it would make the penalty longer. */
  throwIfActive(chatId: string): void;
}

const REMEMBERED_CHATS = 1_000;

export function createChatCooldowns(clock: Clock): ChatCooldowns {
  const until = createLru<string, number>(REMEMBERED_CHATS);
  const leftMs = (chatId: string) => (until.get(chatId) ?? 0) - clock.now();
  return {
    isActive: (chatId) => leftMs(chatId) > 0,
    start: (chatId, ms) => until.set(chatId, clock.now() + ms),
    throwIfActive(chatId) {
      const retryAfterMs = leftMs(chatId);
      if (retryAfterMs <= 0) return;
      const message = 'Telegram allows no calls in this chat until its rate limit has passed.';
      throw new PlatformError(message, { kind: 'rate_limit', platform: 'telegram', retryAfterMs });
    },
  };
}
