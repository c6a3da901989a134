import type { RateLimitState } from '../contracts/reply-surface.ts';
import type { Clock } from '../lib/clock.ts';

/** Counts the calls of one limit. */
export interface RateWindow {
  /** When there is room for a call that leaves `reserved` unspent, or all spent within `closingMs` of the window's end. */
  roomAt(reserved: number, closingMs?: number): number;
  /** Calls that still count. */
  readonly used: number;
  /** Counts a call as under way. Call what this gives once it was answered, with what the network said, or when it was not made. */
  spend(): (told?: RateLimitState | 'unused') => void;
}

/**
 * What the network said counts more than what we counted. Calls of which it said nothing count from their answer on: the network
 * counts them when they arrive, and the next one cannot come too early then.
 */
export function createRateWindow(
  { calls, windowMs }: { readonly calls: number; readonly windowMs: number },
  clock: Clock,
): RateWindow {
  /** Calls under way, or of whose limit the network said nothing. */
  let counted: { until: number }[] = [];
  /** Counted anew from `until` on. */
  let told = { remaining: calls, until: 0 };

  const refresh = () => {
    const now = clock.now();
    counted = counted.filter(({ until }) => until > now);
  };

  const freeAt = (time: number) =>
    (time < told.until ? told.remaining : calls) -
    counted.filter(({ until }) => until > time).length;

  /** Answers can overtake each other: of one window, the one that leaves least counts. */
  function tell({ remaining, resetAfterMs }: RateLimitState): void {
    const until = clock.now() + resetAfterMs;
    const isSame = Math.abs(until - told.until) < windowMs / 2;
    if (isSame)
      told = { remaining: Math.min(remaining, told.remaining), until: Math.min(until, told.until) };
    else if (until > told.until) told = { remaining, until };
  }

  return {
    roomAt(reserved, closingMs = 0) {
      refresh();
      const now = clock.now();
      const reservedAt = (time: number) =>
        time >= told.until - closingMs && time < told.until ? 0 : reserved;
      const times = [now, told.until - closingMs, told.until, ...counted.map(({ until }) => until)];
      return Math.min(...times.filter((time) => time >= now && freeAt(time) > reservedAt(time)));
    },
    get used() {
      refresh();
      return counted.length;
    },
    spend() {
      const call = { until: Number.POSITIVE_INFINITY };
      counted.push(call);
      return (left) => {
        if (left && left !== 'unused') tell(left);
        call.until = left ? 0 : clock.now() + windowMs;
      };
    },
  };
}
