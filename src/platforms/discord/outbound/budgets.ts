import type { EditBudget, OverallLimit } from '../../../contracts/reply-surface.ts';

/**
 * Observed, not documented: 5 creates and 5 edits per channel in 5 s, in windows that begin with
 * their first call. With this gap the fifth preview comes so late that a final text hardly waits
 * for the next window; `npm run bench -- pace` measures it.
 */
const MESSAGES = { calls: 5, windowMs: 5_000, gapMs: 1_130, windowEndMs: 400 };
/**
 * Discord's documentation: 50 requests a second for a bot, whatever their routes. The endpoints of
 * interactions do not count. Some calls stay free for first words and final writes.
 */
const OVERALL = { scope: 'discord', calls: 50, windowMs: 1_000, reservedCalls: 10 };

/** The limit of messages in a channel, or of those that answer an interaction. `timeScale` multiplies every time. */
export function messageBudget(timeScale: number): Omit<EditBudget, 'scope'> {
  return {
    calls: MESSAGES.calls,
    countsCreatesSeparately: true,
    windowMs: MESSAGES.windowMs * timeScale,
    gapMs: MESSAGES.gapMs * timeScale,
    windowEndMs: MESSAGES.windowEndMs * timeScale,
  };
}

/** The limit of all requests of a bot. `timeScale` multiplies its window. */
export function overallLimit(timeScale: number): OverallLimit {
  return { ...OVERALL, windowMs: OVERALL.windowMs * timeScale };
}
