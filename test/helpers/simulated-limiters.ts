import { discordLimits } from '../../playground/discord/limits.ts';
import { rateWindow } from '../../playground/discord/rate-window.ts';
import { ApiError } from '../../playground/telegram/api-error.ts';
import { REAL_LIMITS } from '../../playground/telegram/limits.ts';
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

/** Counts like Discord: creates and edits apart, by channel. */
export function createDiscordLimiter(
  clock: Clock,
  { reportsLimits = true } = {},
): SimulatedLimiter {
  const windows = new Map<string, ReturnType<typeof rateWindow>>();

  return {
    take(method, channelId) {
      const key = `${method} ${channelId}`;
      const limit = method === 'create' ? discordLimits.createMessage : discordLimits.editMessage;
      const window = windows.get(key) ?? rateWindow(clock, limit);
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
  const limits = createRateLimits(REAL_LIMITS, clock);
  const editLimits = countsEditsApart ? createRateLimits(REAL_LIMITS, clock) : limits;

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
