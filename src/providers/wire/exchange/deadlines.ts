import type { Clock } from '../../../lib/clock.ts';
import type { TimeLimits } from './time-limits.ts';

/** What a watch may be waiting for when its time is over. `enough`: all that matters is there. */
export type LimitKind = 'timeout_first' | 'timeout_idle' | 'timeout_total' | 'enough';

/** The clock over one exchange with a back end, and the one signal that ends it. */
export interface Deadlines {
  /** Aborts with the caller's signal, when the time is over, and at `stop`. */
  readonly signal: AbortSignal;
  /** Which limit was reached. */
  readonly expiredLimit: LimitKind | undefined;
  onHeaders(): void;
  /** `at`: when it arrived. */
  onContent(at: number): void;
  /** Nothing but the rest is to come, for so long at most. */
  allowRest(ms: number): void;
  /** Frees everything; whatever is still under way is broken off. */
  stop(): void;
}

/** Nobody reads it. Without a reason each answer would cost an error with its stack: a twentieth of its time where it is short. */
const OVER = 'over';

/** Begins to wait for headers. */
export function createDeadlines(clock: Clock, limits: TimeLimits, caller: AbortSignal): Deadlines {
  const controller = new AbortController();
  const startedAt = clock.now();
  const lastMoment = startedAt + limits.totalMs;
  let awaited: LimitKind = 'timeout_first';
  let deadline = 0;
  let expired: LimitKind | undefined;
  let cancelTimer = () => {};

  const setTimer = () => {
    cancelTimer();
    cancelTimer = clock.after(Math.min(deadline, lastMoment) - clock.now(), check);
  };
  // The timer is not set anew at each delta, which would cost more than to parse it: it looks when it fires if it is time yet.
  const check = () => {
    const now = clock.now();
    if (now < deadline && now < lastMoment) return setTimer();
    expired = now >= deadline ? awaited : 'timeout_total';
    controller.abort();
  };
  const expect = (what: LimitKind, until: number) => {
    awaited = what;
    deadline = until;
    setTimer();
  };
  const onCallerAbort = () => controller.abort();

  caller.addEventListener('abort', onCallerAbort, { once: true });
  if (caller.aborted) onCallerAbort();
  else expect('timeout_first', startedAt + Math.min(limits.headersMs, limits.firstContentMs));

  return {
    signal: controller.signal,
    get expiredLimit() {
      return expired;
    },
    onHeaders: () => expect('timeout_first', startedAt + limits.firstContentMs),
    onContent(at) {
      const until = at + limits.idleMs;
      if (awaited === 'timeout_idle') deadline = until;
      else expect('timeout_idle', until);
    },
    allowRest: (ms) => expect('enough', clock.now() + ms),
    stop() {
      cancelTimer();
      caller.removeEventListener('abort', onCallerAbort);
      controller.abort(OVER);
    },
  };
}
