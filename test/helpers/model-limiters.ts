import { discordLimits } from '../../playground/discord/limits.ts';
import { rateWindow } from '../../playground/discord/rate-window.ts';
import { ApiError } from '../../playground/telegram/api-error.ts';
import { REAL_LIMITS } from '../../playground/telegram/limits.ts';
import { createRateLimits } from '../../playground/telegram/rate-limits.ts';
import type { RateLimitState } from '../../src/contracts/reply-surface.ts';
import type { Clock } from '../../src/lib/clock.ts';

/** The kinds of calls that networks count. */
export type ModelMethod = 'create' | 'edit' | 'draft';

/** The network's reaction to one call. */
export interface Verdict {
  /** More than 0: the call is refused. */
  readonly waitMs: number;
  readonly left?: RateLimitState;
}

/** Counts calls as a network does, with the code and the numbers of the local servers. */
export interface Limiter {
  take(method: ModelMethod, channelId: string): Verdict;
}

/**
 * Counts as Discord does. `tells`: it reports the state of the limit, as the headers of Discord do.
 */
export function discordLimiter(clock: Clock, { tells = true } = {}): Limiter {
  const windows = new Map<string, ReturnType<typeof rateWindow>>();
  return {
    take(method, channelId) {
      const key = `${method} ${channelId}`;
      const limit = method === 'create' ? discordLimits.createMessage : discordLimits.editMessage;
      const window = windows.get(key) ?? rateWindow(clock, limit);
      windows.set(key, window);
      const waitMs = window.take();
      const left = { remaining: window.remaining, resetAfterMs: window.resetAfterMs };
      return tells ? { waitMs, left } : { waitMs };
    },
  };
}

/**
 * Counts as Telegram does. It is not documented whether
 * Telegram counts sends and edits `apart` or together.
 */
export function telegramLimiter(clock: Clock, { apart = false } = {}): Limiter {
  const limits = {
    create: createRateLimits(REAL_LIMITS, clock),
    edit: createRateLimits(REAL_LIMITS, clock),
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
