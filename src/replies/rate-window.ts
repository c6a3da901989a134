import type { RateLimitState } from '../contracts/reply-surface.ts';
import type { Clock } from '../lib/clock.ts';

/** Counts the calls of one limit: at most `calls` in any window of `windowMs`. */
export interface RateWindow {
  /**
   * The earliest time at which a call leaves `reserved` calls unspent. In the last `windowEndMs` of
   * a window it need not leave any. Unix milliseconds. `Infinity`: only the end of a call under way
   * makes room.
   */
  nextFreeAt(reserved: number, windowEndMs?: number): number;
  /** The number of calls that still count. */
  readonly usedCalls: number;
  /** Counts a call as under way. */
  startCall(): EndCall;
  /** For each call that still counts, the time until it counts no more. */
  leavesInMs(): readonly number[];
  /** Counts calls of another process, as `leavesInMs` gave them. */
  inherit(leavesInMs: readonly number[]): void;
}

/** A stretch of time in which the limit does not change. Unix milliseconds; `until` is no part of it. */
interface Span {
  readonly from: number;
  readonly until: number;
  readonly limit: number;
  readonly reserved: number;
}

/** Ends a call that was counted as under way: it was answered, or not made. Call it once. */
export type EndCall = (result?: CallResult) => void;

/** The limit as the network reported it, or `unused`: the call was not made. Absent: no report. */
export type CallResult = RateLimitState | 'unused';

/**
 * Makes a window without calls. `calls` may change while the window is in use. A report of the network counts more than its own count. A call
 * without a report counts from its answer on: the network counts it when it arrives, so the next
 * call cannot be too early.
 */
export function createRateWindow(
  budget: { readonly calls: number; readonly windowMs: number },
  clock: Clock,
): RateWindow {
  const { windowMs } = budget;
  let callsUnderWay = 0;
  /** The times until which the answered calls without a report count, in order. */
  const countedUntil: number[] = [];
  /** The last report. At `resetsAt`, all calls are available again. */
  let report = { remaining: budget.calls, resetsAt: 0 };

  function forgetOldCalls(): void {
    const now = clock.now();
    while (countedUntil[0] !== undefined && countedUntil[0] <= now) countedUntil.shift();
  }

  /** The earliest time in a span in which `limit` calls are available, with `reserved` to spare. */
  function earliestAt({ from, until, limit, reserved }: Span): number {
    const allowedCalls = limit - reserved - 1 - callsUnderWay;
    if (allowedCalls < 0 || from >= until) return Number.POSITIVE_INFINITY;

    const leavingCall = countedUntil.at(-allowedCalls - 1);
    const time = Math.max(from, leavingCall ?? from);
    return time < until ? time : Number.POSITIVE_INFINITY;
  }

  /** Answers can overtake each other: of two reports on one window, the lower one counts. */
  function updateReport({ remaining, resetAfterMs }: RateLimitState): void {
    const resetsAt = clock.now() + resetAfterMs;
    const isSameWindow = Math.abs(resetsAt - report.resetsAt) < windowMs / 2;
    if (isSameWindow) {
      report = {
        remaining: Math.min(remaining, report.remaining),
        resetsAt: Math.min(resetsAt, report.resetsAt),
      };
    } else if (resetsAt > report.resetsAt) {
      report = { remaining, resetsAt };
    }
  }

  return {
    nextFreeAt(reserved, windowEndMs = 0) {
      forgetOldCalls();
      const now = clock.now();
      const resetsAt = Math.max(now, report.resetsAt);
      const windowEndAt = Math.min(resetsAt, Math.max(now, report.resetsAt - windowEndMs));
      const limit = report.remaining;

      return Math.min(
        earliestAt({ from: now, until: windowEndAt, limit, reserved }),
        earliestAt({ from: windowEndAt, until: resetsAt, limit, reserved: 0 }),
        earliestAt({
          from: resetsAt,
          until: Number.POSITIVE_INFINITY,
          limit: budget.calls,
          reserved,
        }),
      );
    },

    get usedCalls() {
      forgetOldCalls();
      return callsUnderWay + countedUntil.length;
    },

    leavesInMs() {
      forgetOldCalls();
      const now = clock.now();
      const isReported = report.resetsAt > now;
      const reported = isReported ? Math.max(0, budget.calls - report.remaining) : 0;
      return [
        ...Array<number>(callsUnderWay).fill(windowMs),
        ...Array<number>(reported).fill(report.resetsAt - now),
        ...countedUntil.map((until) => until - now),
      ];
    },

    inherit(leavesInMs) {
      const now = clock.now();
      countedUntil.push(...leavesInMs.filter((ms) => ms > 0).map((ms) => now + ms));
      countedUntil.sort((a, b) => a - b);
    },

    startCall() {
      callsUnderWay += 1;

      return (result) => {
        callsUnderWay -= 1;
        if (result === undefined) countedUntil.push(clock.now() + windowMs);
        else if (result !== 'unused') updateReport(result);
      };
    },
  };
}
