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
}

/** Ends a call that was counted as under way: it was answered, or not made. Call it once. */
export type EndCall = (result?: CallResult) => void;

/** The limit as the network reported it, or `unused`: the call was not made. Absent: no report. */
export type CallResult = RateLimitState | 'unused';

/**
 * Makes a window without calls. A report of the network counts more than its own count. A call
 * without a report counts from its answer on: the network counts it when it arrives, so the next
 * call cannot be too early.
 */
export function createRateWindow(
  { calls, windowMs }: { readonly calls: number; readonly windowMs: number },
  clock: Clock,
): RateWindow {
  /** Calls under way, and answered calls without a report. */
  let countedCalls: { countsUntil: number }[] = [];
  /** The last report. At `resetsAt`, all calls are available again. */
  let report = { remaining: calls, resetsAt: 0 };

  function forgetOldCalls(): void {
    const now = clock.now();
    countedCalls = countedCalls.filter(({ countsUntil }) => countsUntil > now);
  }

  function freeCallsAt(time: number): number {
    const remaining = time < report.resetsAt ? report.remaining : calls;
    return remaining - countedCalls.filter(({ countsUntil }) => countsUntil > time).length;
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
      const windowEndAt = report.resetsAt - windowEndMs;
      const isWindowEnd = (time: number) => time >= windowEndAt && time < report.resetsAt;
      const hasRoomAt = (time: number) => freeCallsAt(time) > (isWindowEnd(time) ? 0 : reserved);

      // Room appears only at these times.
      const forgetTimes = countedCalls.map(({ countsUntil }) => countsUntil);
      const times = [now, windowEndAt, report.resetsAt, ...forgetTimes];
      return Math.min(...times.filter((time) => time >= now && hasRoomAt(time)));
    },

    get usedCalls() {
      forgetOldCalls();
      return countedCalls.length;
    },

    startCall() {
      const call = { countsUntil: Number.POSITIVE_INFINITY };
      countedCalls.push(call);

      return (result) => {
        if (result && result !== 'unused') updateReport(result);
        call.countsUntil = result ? 0 : clock.now() + windowMs;
      };
    },
  };
}
