import type { Observe } from '../../contracts/observation.ts';
import type { MessageRef } from '../../contracts/reply-surface.ts';
import type { Turn, TurnOutcome, Turns } from '../../contracts/turns.ts';
import { StoreError } from '../../errors.ts';
import { backoffMs } from '../../lib/backoff.ts';
import { type Clock, sleep } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';

/** Saves what happens to a running turn. While the store refuses, it tries again: a message in a chat must not be forgotten. */
export interface TurnRecord {
  /** The messages of the answer at the last save. */
  readonly messages: readonly MessageRef[];
  /** The first words of the answer are visible. */
  recordFirstWords(): void;
  save(messages: readonly MessageRef[], creating: boolean): Promise<void>;
  /** Puts the turn back, so that the next start continues it. */
  release(): Promise<void>;
  close(outcome: TurnOutcome): Promise<void>;
}

/** The stored turns, and a clock for the pauses between attempts to save. */
export interface TurnRecordParts {
  readonly turns: Pick<Turns, 'checkpoint' | 'release' | 'close' | 'reopen'>;
  /** Called for each failed attempt to save: the answer waits until the store works again. */
  onStoreFailure(error: unknown, turn: Turn): void;
  readonly observe?: Observe | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

const RETRY_WAITS = { firstMs: 1_000, longestMs: 60_000 };

/** Creates the record of one turn. After `giveUp` aborts, it throws the next failure of the store. */
export function createTurnRecord(
  { turns, onStoreFailure, observe, clock, log }: TurnRecordParts,
  turn: Turn,
  giveUp: AbortSignal,
): TurnRecord {
  const startedAt = clock.now();
  let messages = turn.answerMessages;

  async function persist(write: () => Promise<void>): Promise<void> {
    for (let failures = 1; ; failures++) {
      try {
        return await write();
      } catch (error) {
        if (giveUp.aborted) throw error;
        const waitMs = backoffMs(failures, RETRY_WAITS);
        const level = error instanceof StoreError ? 'debug' : 'error';
        log[level]({ turn: turn.id, error, waitMs }, 'answer: the store failed, retrying');
        onStoreFailure(error, turn);
        await sleep(clock, waitMs, giveUp);
      }
    }
  }

  return {
    get messages() {
      return messages;
    },

    recordFirstWords() {
      const askedAt = turn.rerun ? startedAt : turn.acceptedAt;
      observe?.({ kind: 'first words', turn, firstWordsMs: clock.now() - askedAt });
    },

    save(answerMessages, creating) {
      messages = answerMessages;
      return persist(() => turns.checkpoint(turn, { answerMessages, creating }));
    },

    release: () => persist(() => turns.release(turn)),

    async close(outcome) {
      await persist(() => turns.close(turn, outcome));
      const ended = { ...turn, ...outcome, answerMessages: messages };
      observe?.({ kind: 'turn ended', turn: ended, tookMs: clock.now() - startedAt });
    },
  };
}
