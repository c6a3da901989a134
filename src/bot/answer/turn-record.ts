import type { MessageRef } from '../../contracts/reply-surface.ts';
import type { Turn } from '../../contracts/turns.ts';
import { sleep } from '../../lib/clock.ts';
import type { BotDependencies } from '../bot-parts.ts';

/** Notes what becomes of a turn. While the store refuses, it tries again: what stands in a chat must not be forgotten. */
export interface TurnRecord {
  save(answerMessages: readonly MessageRef[], creating: boolean): Promise<void>;
  /** Waiting, not running: a restart that was meant is no crash, and does not count as one. */
  leaveOpen(): Promise<void>;
  close(state: 'done' | 'failed' | 'stopped'): Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** `giveUp`: throws what the store said last. */
export function createTurnRecord(
  parts: BotDependencies,
  turn: Turn,
  giveUp: AbortSignal,
): TurnRecord {
  const { turns, clock, log } = parts;

  async function write(note: () => Promise<void>): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return await note();
      } catch (error) {
        if (giveUp.aborted) throw error;
        log.error(
          { turn: turn.id, error, pauseMs },
          'the store refuses to note a turn; trying again',
        );
        await sleep(clock, pauseMs, giveUp);
      }
    }
  }

  return {
    save(answerMessages, creating) {
      Object.assign(turn, { answerMessages, creating });
      return write(() => turns.checkpoint(turn));
    },
    leaveOpen() {
      turn.state = 'waiting';
      return write(() => turns.checkpoint(turn));
    },
    close(state) {
      Object.assign(turn, { state, creating: false });
      return write(() => turns.close(turn));
    },
  };
}
