import { DISCORD_LIMITS } from '../../playground/discord/limits.ts';
import { createRateWindow } from '../../playground/discord/rate-window.ts';
import { ApiError } from '../../playground/telegram/api-error.ts';
import { TELEGRAM_LIMITS } from '../../playground/telegram/limits.ts';
import { createRateLimits } from '../../playground/telegram/rate-limits.ts';
import type { RateLimitState } from '../../src/contracts/reply-surface.ts';
import type { Clock } from '../../src/lib/clock.ts';

export type ModelMethod = 'create' | 'edit' | 'draft';

export interface Verdict {
  /** More than 0: the call is refused. */
  readonly waitMs: number;
  readonly left?: RateLimitState;
}

/** What a network counts; the local servers' own code and numbers. */
export interface Limiter {
  take(method: ModelMethod, channelId: string): Verdict;
}

export function discordLimiter(clock: Clock, { tells = true } = {}): Limiter {
  const windows = new Map<string, ReturnType<typeof createRateWindow>>();
  return {
    take(method, channelId) {
      const key = `${method} ${channelId}`;
      const limit = method === 'create' ? DISCORD_LIMITS.createMessage : DISCORD_LIMITS.editMessage;
      const window = windows.get(key) ?? createRateWindow(clock, limit);
      windows.set(key, window);
      const waitMs = window.take();
      const left = { remaining: window.remaining, resetAfterMs: window.resetAfterMs };
      return { waitMs, ...(tells && { left }) };
    },
  };
}

/** Nobody knows whether Telegram counts sends and edits `apart` or together. */
export function telegramLimiter(clock: Clock, { apart = false } = {}): Limiter {
  const limits = {
    create: createRateLimits(TELEGRAM_LIMITS, clock),
    edit: createRateLimits(TELEGRAM_LIMITS, clock),
  };
  return {
    take(method, channelId) {
      const spending = method === 'draft' ? 'activity' : 'write';
      const id = Number(channelId.split('/')[0]);
      try {
        limits[apart && method === 'edit' ? 'edit' : 'create'].spend(spending, {
          id,
          isGroup: id < 0,
        });
        return { waitMs: 0 };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return { waitMs: (error.parameters?.retry_after ?? 1) * 1000 };
      }
    },
  };
}
