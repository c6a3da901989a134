import { type Clock, sleep } from '../../../lib/clock.ts';
import { DiscordError } from './discord-error.ts';

interface LimitPatience {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** A longer pause fails the call. */
  readonly longestWaitMs: number;
}

const MAX_TRIES = 4;

/**
 * Makes a call, and repeats it after each short pause that Discord asks for. Not for writes of an answer, which
 * have a pace of their own.
 *
 * @throws What `call` throws.
 */
export async function waitOutLimits<Answer>(
  { clock, signal, longestWaitMs }: LimitPatience,
  call: () => Promise<Answer>,
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      const waitMs = pauseMsOf(error);
      if (waitMs > longestWaitMs || tries === MAX_TRIES) throw error;
      await sleep(clock, waitMs, signal);
    }
  }
}

function pauseMsOf(error: unknown): number {
  const isLimit = error instanceof DiscordError && error.kind === 'rate_limit';
  return isLimit ? (error.retryAfterMs ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
}
