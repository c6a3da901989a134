import type { Replies } from '../../contracts/replies.ts';
import type { MessageRef, ReplySurface } from '../../contracts/reply-surface.ts';
import type { Turn } from '../../contracts/turns.ts';
import { PlatformError } from '../../errors.ts';
import { backoffMs } from '../../lib/backoff.ts';
import { type Clock, sleep } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';

/** The surface of an answer, and a clock for the pauses between attempts. */
export interface RemoveAnswerParts {
  readonly surface: ReplySurface;
  readonly replies: Pick<Replies, 'remove'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

const RETRY_WAITS = { firstMs: 1_000, longestMs: 30_000 };
/** After this many refusals, the message stays: people see a part of an answer without its question. */
const MAX_ATTEMPTS = 6;

/** Removes the messages that show an answer, the last one first. One that cannot be removed stays. */
export async function removeAnswer(
  { surface, replies, clock, log, signal }: RemoveAnswerParts,
  { id, answerMessages, creating }: Turn,
): Promise<void> {
  /** Retries a call. Gives `undefined` when the network refuses it for good. */
  async function withRetries<Result>(call: () => Promise<Result>): Promise<Result | undefined> {
    for (let failures = 1; ; failures++) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        const { kind, message, retryAfterMs = backoffMs(failures, RETRY_WAITS) } = error;
        const mayPass = kind === 'rate_limit' || kind === 'network' || kind === 'server';
        if (!mayPass || failures === MAX_ATTEMPTS || signal.aborted) {
          log.warn({ turn: id, kind, error: message }, 'answer: a message was not removed');
          return undefined;
        }
        await sleep(clock, retryAfterMs, signal);
      }
    }
  }

  /** The message that an earlier run was creating when it ended. */
  async function findUnsaved(): Promise<readonly MessageRef[]> {
    if (!creating || !surface.findNext) return [];
    const position = omitUndefined({ after: answerMessages.at(-1), signal });
    const found = await withRetries(async () => surface.findNext?.(position));
    return found ? [found] : [];
  }

  const messages = [...answerMessages, ...(await findUnsaved())];
  for (const message of messages.toReversed())
    await withRetries(() => replies.remove(surface, message, signal));
}
