import type { EditBudget, OverallLimit } from '../../../contracts/reply-surface.ts';

/**
 * Observed, not documented: 5 creates and 5 edits per channel in 5 s, in windows that begin with
 * their first call. With this gap the fifth preview comes so late that a final text hardly waits
 * for the next window; `npm run bench -- pace` measures it.
 */
const MESSAGES = { calls: 5, windowMs: 5_000, gapMs: 1_130, windowEndMs: 400 };
const SECOND_MS = 1_000;
/** First words and final writes find so many of all calls free. */
const RESERVED = 0.2;

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

/**
 * The limit of all requests of a bot, whatever their routes. The endpoints of interactions do not count (Discord's
 * documentation). `timeScale` multiplies its window.
 */
export function overallLimit(requestsPerSecond: number, timeScale = 1): OverallLimit {
  return {
    scope: 'discord',
    calls: requestsPerSecond,
    windowMs: SECOND_MS * timeScale,
    reservedCalls: Math.floor(requestsPerSecond * RESERVED),
  };
}
