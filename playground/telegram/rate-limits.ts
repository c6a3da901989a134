import type { Clock } from '../../src/lib/clock.ts';
import { createFullestWindows, type FullestWindows } from '../fullest-windows.ts';
import { tooManyRequests } from './api-error.ts';
import type { CallWindow, TelegramLimits } from './limits.ts';

/** `write`: sends and edits. `activity`: chat actions and drafts. */
export type CallKind = 'write' | 'activity';

/** Counts the bot's calls. */
export interface RateLimits {
  /**
   * Counts a call.
   *
   * @throws An `ApiError`: the 429 of the real server. A refused call is not counted, but makes a
   * penalty longer.
   */
  spend(kind: CallKind, chat: { readonly id: number; readonly isGroup: boolean }): void;
  /** How full the windows became: `overall`, `group`, and those of activity. */
  readonly fullestWindows: FullestWindows['read'];
}

/** A set of calls that are limited together: those in one chat, or all of them. */
interface LimitScope {
  readonly windows: readonly CallWindow[];
  readonly burst: (CallWindow & { readonly burst: number }) | undefined;
  /** The times of the calls that still count in a window, oldest first. Unix ms. */
  callTimes: number[];
  /** The calls that the burst limit still allows; may be a fraction. */
  remainingBurst: number;
  /** Unix ms at which `remainingBurst` was computed. */
  refilledAt: number;
  /** Unix ms at which the penalty ends. */
  blockedUntil: number;
}

/** Creates rate limits without any calls so far. */
export function createRateLimits(limits: TelegramLimits, clock: Clock): RateLimits {
  const scopes = new Map<string, LimitScope>();
  const fullest = createFullestWindows();

  const scopeOf = (
    key: string,
    windows: readonly CallWindow[],
    burst?: LimitScope['burst'],
  ): LimitScope => {
    const existing = scopes.get(key);
    if (existing) return existing;

    const scope = {
      windows,
      burst,
      callTimes: [],
      remainingBurst: burst?.burst ?? 0,
      refilledAt: clock.now(),
      blockedUntil: 0,
    };
    scopes.set(key, scope);
    return scope;
  };

  const refuse = (scope: LimitScope, waitMs: number): never => {
    scope.blockedUntil = clock.now() + waitMs;
    const seconds = waitMs / 1000;
    const roundedUp = limits.wholeSeconds ? Math.ceil(seconds) : Math.ceil(seconds * 1000) / 1000;
    throw tooManyRequests(roundedUp);
  };

  const refuseIfOverLimit = (scope: LimitScope, time: number) => {
    const penaltyMs = scope.blockedUntil - time;
    if (penaltyMs > 0)
      refuse(scope, Math.min(penaltyMs + limits.extensionMs, limits.longestPenaltyMs));

    const waitMs = computeWaitMs(scope, time);
    if (waitMs > 0) refuse(scope, Math.max(waitMs, limits.penaltyMs));
  };

  const measure = (kind: CallKind, { id, isGroup }: { id: number; isGroup: boolean }) => {
    const at = clock.now();
    const count = (name: string, scope: string, window: CallWindow) =>
      fullest.count({ name, scope, ...window, at });
    if (kind === 'write') count('overall', '', limits.overall);
    if (kind === 'write' && isGroup) count('group', String(id), limits.group);
    if (kind === 'activity') {
      for (const window of limits.activity) {
        count(`activity in ${window.windowMs} ms`, String(id), window);
      }
    }
  };

  return {
    fullestWindows: fullest.read,

    spend(kind, chat) {
      measure(kind, chat);
      const time = clock.now();
      const scopesOfCall =
        kind === 'activity'
          ? [scopeOf(`activity:${chat.id}`, limits.activity)]
          : [
              scopeOf('overall', [limits.overall]),
              scopeOf(`chat:${chat.id}`, chat.isGroup ? [limits.group] : [], limits.chat),
            ];

      for (const scope of scopesOfCall) refuseIfOverLimit(scope, time);
      for (const scope of scopesOfCall) {
        scope.callTimes.push(time);
        scope.remainingBurst -= 1;
      }
    },
  };
}

/** The time until every limit of the scope allows one more call. 0: they allow it already. */
function computeWaitMs(scope: LimitScope, time: number): number {
  const longestWindowMs = Math.max(0, ...scope.windows.map(({ windowMs }) => windowMs));
  scope.callTimes = scope.callTimes.filter((callTime) => time - callTime < longestWindowMs);

  const windowWaits = scope.windows.map(({ calls, windowMs }) => {
    // The window is full if it still holds the call that was made this number of calls ago.
    const firstOfWindow = scope.callTimes.at(-calls);
    return firstOfWindow === undefined ? 0 : firstOfWindow + windowMs - time;
  });
  return Math.max(0, computeBurstWaitMs(scope, time), ...windowWaits);
}

function computeBurstWaitMs(scope: LimitScope, time: number): number {
  const { burst } = scope;
  if (!burst) return 0;

  const msPerCall = burst.windowMs / burst.calls;
  // System clocks are sometimes set back. That must not take calls away.
  const elapsedMs = Math.max(0, time - scope.refilledAt);
  scope.remainingBurst = Math.min(burst.burst, scope.remainingBurst + elapsedMs / msPerCall);
  scope.refilledAt = time;
  return scope.remainingBurst < 1 ? (1 - scope.remainingBurst) * msPerCall : 0;
}
