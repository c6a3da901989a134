import type { Clock } from '../../../lib/clock.ts';
import type { TimeLimits } from './time-limits.ts';

/**
 * The limit that is running or was reached. `rest`: all that matters arrived, and only the rest of
 * the body is still read.
 */
export type LimitKind = 'timeout_first' | 'timeout_idle' | 'timeout_total' | 'rest';

/** The time limits of one exchange with a back end, and the one signal that ends it. */
export interface Deadlines {
  /** Aborts with the caller's signal, when a limit is reached, and at `stop`. */
  readonly signal: AbortSignal;
  /** The limit that was reached, if any. */
  findExpired(): LimitKind | undefined;
  /** The response headers arrived. */
  onHeaders(): void;
  /** Content arrived at this time, in Unix milliseconds. */
  onContent(arrivedAtMs: number): void;
  /** Only the rest of the body may follow, for this long at most. */
  allowRest(timeoutMs: number): void;
  /** Ends all time limits, and breaks off an exchange that is still under way. */
  stop(): void;
}

/**
 * A reason that no code reads. Without one, `abort` creates an error with a stack for each answer:
 * a twentieth of the time of a short answer.
 */
const STOPPED = 'stopped';

/** Starts the time limits of an exchange, and waits for its headers. */
export function createDeadlines(
  clock: Clock,
  limits: TimeLimits,
  callerSignal: AbortSignal,
): Deadlines {
  const controller = new AbortController();
  const startedAt = clock.now();
  const totalDeadline = startedAt + limits.totalMs;
  let runningLimit: LimitKind = 'timeout_first';
  let deadline = 0;
  let expiredLimit: LimitKind | undefined;
  let timerFiresAt = Infinity;
  let cancelTimer = () => {};

  const setTimer = () => {
    cancelTimer();
    timerFiresAt = Math.min(deadline, totalDeadline);
    cancelTimer = clock.after(timerFiresAt - clock.now(), onTimer);
  };

  // Most deltas only move the deadline. To set the timer again for each would cost more than to
  // parse the delta, so the timer checks when it fires whether the deadline has moved.
  const onTimer = () => {
    const now = clock.now();
    if (now < deadline && now < totalDeadline) return setTimer();

    expiredLimit = now >= deadline ? runningLimit : 'timeout_total';
    controller.abort();
  };

  const startLimit = (limit: LimitKind, untilMs: number) => {
    runningLimit = limit;
    deadline = untilMs;
    if (deadline < timerFiresAt) setTimer();
  };

  const onCallerAbort = () => controller.abort();
  callerSignal.addEventListener('abort', onCallerAbort, { once: true });

  if (callerSignal.aborted) onCallerAbort();
  else startLimit('timeout_first', startedAt + Math.min(limits.headersMs, limits.firstContentMs));

  return {
    signal: controller.signal,

    findExpired: () => expiredLimit,

    onHeaders: () => startLimit('timeout_first', startedAt + limits.firstContentMs),

    onContent: (arrivedAtMs) => startLimit('timeout_idle', arrivedAtMs + limits.idleMs),

    allowRest: (timeoutMs) => startLimit('rest', clock.now() + timeoutMs),

    stop() {
      cancelTimer();
      callerSignal.removeEventListener('abort', onCallerAbort);
      controller.abort(STOPPED);
    },
  };
}
