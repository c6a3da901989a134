import type { Clock } from '../../src/lib/clock.ts';
import { tooManyRequests } from './api-error.ts';
import type { CallWindow, TelegramLimits } from './limits.ts';

/** `write`: sends and edits. `activity`: chat actions and drafts. */
export type CallKind = 'write' | 'activity';

interface Scope {
  readonly rules: readonly CallWindow[];
  readonly burst: (CallWindow & { readonly burst: number }) | undefined;
  /** Times of the calls that a rule can still see, oldest first. */
  times: number[];
  tokens: number;
  refilledAt: number;
  blockedUntil: number;
}

/** Throws the 429 that the real server would answer. Refused calls are not counted, but make a penalty longer. */
export interface RateLimits {
  spend(spending: CallKind, chat: { readonly id: number; readonly isGroup: boolean }): void;
}

export function createRateLimits(limits: TelegramLimits, clock: Clock): RateLimits {
  const scopes = new Map<string, Scope>();

  const scopeOf = (key: string, rules: readonly CallWindow[], burst?: Scope['burst']): Scope => {
    const known = scopes.get(key);
    if (known) return known;
    const scope = {
      rules,
      burst,
      times: [],
      tokens: burst?.burst ?? 0,
      refilledAt: clock.now(),
      blockedUntil: 0,
    };
    scopes.set(key, scope);
    return scope;
  };

  const refuse = (scope: Scope, waitMs: number): never => {
    scope.blockedUntil = clock.now() + waitMs;
    const seconds = waitMs / 1000;
    throw tooManyRequests(
      limits.wholeSeconds ? Math.ceil(seconds) : Math.ceil(seconds * 1000) / 1000,
    );
  };

  return {
    spend(spending, chat) {
      const now = clock.now();
      const spent =
        spending === 'activity'
          ? [scopeOf(`activity:${chat.id}`, limits.activity)]
          : [
              scopeOf('overall', [limits.overall]),
              scopeOf(`chat:${chat.id}`, chat.isGroup ? [limits.group] : [], limits.chat),
            ];
      for (const scope of spent) {
        const left = scope.blockedUntil - now;
        if (left > 0) refuse(scope, Math.min(left + limits.extensionMs, limits.longestPenaltyMs));
        const wait = computeWaitMs(scope, now);
        if (wait > 0) refuse(scope, Math.max(wait, limits.penaltyMs));
      }
      for (const scope of spent) {
        scope.times.push(now);
        scope.tokens -= 1;
      }
    },
  };
}

/** How long until every rule of the scope allows one more call. */
function computeWaitMs(scope: Scope, now: number): number {
  const { burst } = scope;
  let wait = 0;
  if (burst) {
    const perCall = burst.windowMs / burst.calls;
    // System clocks are set back at times: that must not take tokens away.
    const passed = Math.max(0, now - scope.refilledAt);
    scope.tokens = Math.min(burst.burst, scope.tokens + passed / perCall);
    scope.refilledAt = now;
    if (scope.tokens < 1) wait = (1 - scope.tokens) * perCall;
  }
  const longest = Math.max(0, ...scope.rules.map((rule) => rule.windowMs));
  scope.times = scope.times.filter((time) => now - time < longest);
  for (const rule of scope.rules) {
    const nth = scope.times.at(-rule.calls);
    if (nth !== undefined) wait = Math.max(wait, nth + rule.windowMs - now);
  }
  return wait;
}
