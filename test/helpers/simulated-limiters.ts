import { DISCORD_LIMITS } from '../../playground/discord/limits.ts';
import { createRateWindow } from '../../playground/discord/rate-window.ts';
import { ApiError } from '../../playground/telegram/api-error.ts';
import { TELEGRAM_LIMITS } from '../../playground/telegram/limits.ts';
import { createRateLimits } from '../../playground/telegram/rate-limits.ts';
import type { RateLimitState } from '../../src/contracts/reply-surface.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { omitUndefined } from '../../src/lib/omit-undefined.ts';

/** The kinds of calls that limiters tell apart. */
export type WriteMethod = 'create' | 'edit' | 'draft';

/** A network's decision on one call. */
export interface Verdict {
  /** More than 0: the call is refused, and the network asks to wait for this long. */
  readonly waitMs: number;
  /** Absent: the network does not report it. */
  readonly rateLimit?: RateLimitState;
}

/** Counts calls like a network: with the code and the numbers of the local servers. */
export interface SimulatedLimiter {
  /** Counts one call. */
  take(method: WriteMethod, channelId: string): Verdict;
}

/** Counts like Discord: creates and edits apart, by channel, and all calls of the bot together. */
export function createDiscordLimiter(
  clock: Clock,
  { reportsLimits = true } = {},
): SimulatedLimiter {
  const windows = new Map<string, ReturnType<typeof createRateWindow>>();
  const global = createRateWindow(clock, DISCORD_LIMITS.global);

  return {
    take(method, channelId) {
      const waitGlobalMs = global.take();
      if (waitGlobalMs > 0) return { waitMs: waitGlobalMs };

      const key = `${method} ${channelId}`;
      const limit = method === 'create' ? DISCORD_LIMITS.createMessage : DISCORD_LIMITS.editMessage;
      const window = windows.get(key) ?? createRateWindow(clock, limit);
      windows.set(key, window);

      const waitMs = window.take();
      const { remaining, resetAfterMs } = window;
      const rateLimit = reportsLimits ? { remaining, resetAfterMs } : undefined;
      return { waitMs, ...omitUndefined({ rateLimit }) };
    },
  };
}

/**
 * Counts like Telegram. Its documentation does not say whether it counts edits apart from sends.
 */
export function createTelegramLimiter(
  clock: Clock,
  { countsEditsApart = false } = {},
): SimulatedLimiter {
  const limits = createRateLimits(TELEGRAM_LIMITS, clock);
  const editLimits = countsEditsApart ? createRateLimits(TELEGRAM_LIMITS, clock) : limits;

  return {
    take(method, channelId) {
      const id = Number(channelId.split('/')[0]);
      const chat = { id, isGroup: id < 0 };
      try {
        const used = method === 'edit' ? editLimits : limits;
        used.spend(method === 'draft' ? 'activity' : 'write', chat);
        return { waitMs: 0 };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return { waitMs: (error.parameters?.retry_after ?? 1) * 1_000 };
      }
    },
  };
}
