import type { Clock } from '../lib/clock.ts';

/** Remembers how much of a limit was in use lately, and whether that was enough. */
export interface RecentNeed {
  /** Takes note of what is in use now. */
  report(used: number, isShort: boolean): void;
  /** The number that there is use for, while `held` are there. */
  want(held: number): number;
}

/** The time over which the largest use counts: at least once, at most twice. */
const PEAK_MS = 3_000;
/** A need that has just passed comes again soon. */
const SHORT_FOR_MS = 1_500;
/** A busy process gets a little more than it uses, so that small changes move nothing. */
const HEADROOM = 1.25;
/** A need is met in steps, each twice the one before: most of the limit stays free for others, who then wait for nobody. */
const FIRST_PART = 0.25;

/** Creates a memory without any need. */
export function createRecentNeed(total: number, clock: Clock): RecentNeed {
  let peak = { used: 0, before: 0, since: clock.now() };
  let isWaiting = false;
  let lastShortAt = Number.NEGATIVE_INFINITY;

  function movePeak(): void {
    const passedMs = clock.now() - peak.since;
    if (passedMs < PEAK_MS) return;
    peak = { used: 0, before: passedMs < 2 * PEAK_MS ? peak.used : 0, since: clock.now() };
  }

  return {
    report(used, isShort) {
      movePeak();
      peak.used = Math.max(peak.used, used);
      isWaiting = isShort;
      if (isShort) lastShortAt = clock.now();
    },

    want(held) {
      movePeak();
      const isShort = isWaiting || clock.now() - lastShortAt < SHORT_FOR_MS;
      if (isShort) return Math.min(total, Math.max(Math.ceil(total * FIRST_PART), 2 * held));
      return Math.min(total, Math.ceil(Math.max(peak.used, peak.before) * HEADROOM));
    },
  };
}
