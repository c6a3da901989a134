import type { Clock } from '../lib/clock.ts';

/** Looks at something again and again, as often as it needs that. */
export interface Looks {
  /** Plans the next look, or brings it forward. */
  schedule(): void;
  stop(): void;
}

/** Creates looks. `pauseMs` gives the time until the next one; `undefined`: none is needed. */
export function createLooks(
  clock: Clock,
  look: () => void,
  pauseMs: () => number | undefined,
): Looks {
  let isStopped = false;
  let planned: { readonly ms: number; readonly cancel: () => void } | undefined;

  function schedule(): void {
    const ms = pauseMs();
    if (isStopped || ms === undefined || (planned && planned.ms <= ms)) return;
    planned?.cancel();
    planned = { ms, cancel: clock.after(ms, run) };
  }

  function run(): void {
    planned = undefined;
    look();
    schedule();
  }

  return {
    schedule,
    stop() {
      isStopped = true;
      planned?.cancel();
    },
  };
}
