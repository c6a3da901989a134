import type { Clock } from '../../../lib/clock.ts';

/** Bounds requests that Discord may refuse. */
interface FailureWindow {
  /** Gives the answer of `ask`. `undefined`: it failed, or too many failed before. Never rejects. */
  tryTo<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined>;
}

/**
 * Discord bans the address of a bot for a while after 10,000 refused requests in 10 minutes, and people
 * can link to any channel.
 */
const MAX_FAILURES = 20;
const WINDOW_MS = 60_000;

/** Creates a bound that stops requests for a while after many failures. */
export function createFailureWindow(clock: Clock): FailureWindow {
  /** Requests that failed, or may still fail. */
  let failures = 0;
  let windowStartedAt = clock.now();

  function mayAsk(): boolean {
    if (clock.now() - windowStartedAt >= WINDOW_MS) {
      failures = 0;
      windowStartedAt = clock.now();
    }
    return failures < MAX_FAILURES;
  }

  return {
    async tryTo(ask) {
      if (!mayAsk()) return undefined;
      failures += 1;

      try {
        const answer = await ask();
        failures = Math.max(0, failures - 1);
        return answer;
      } catch {
        return undefined;
      }
    },
  };
}
