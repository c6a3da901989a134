import type { Channel } from '../contracts/chat-message.ts';
import type { Turn } from '../contracts/turns.ts';
import type { AnswerTurn, StopReason } from './answer-turn.ts';
import type { BotParts } from './bot-parts.ts';

/** Runs turns: one at a time per conversation, conversations side by side. */
export interface Dispatcher {
  /** Looks for turns that can run. Call it when one was accepted. */
  kick(): void;
  /** Stops the turn that is being answered in a channel and drops those that wait. How many that was. */
  stop(channel: Channel, reason: 'stopped' | 'reset'): Promise<number>;
  /** Starts no more turns, lets the running ones end until `graceMs` have passed, and then marks them. */
  drain(graceMs: number): Promise<void>;
}

interface Running {
  readonly turn: Turn;
  readonly control: AbortController;
  readonly done: Promise<void>;
}

/** All that wait are on disk; this bounds what is in memory at once. */
const MOST_RUNNING = 1_000;

export function createDispatcher(parts: BotParts, answerTurn: AnswerTurn): Dispatcher {
  const { turns, clock, log } = parts;
  const running = new Map<string, Running>();
  let draining = false;
  let claiming = false;
  let kickedMeanwhile = false;

  async function claimAll(): Promise<void> {
    while (!draining && running.size < MOST_RUNNING) {
      kickedMeanwhile = false;
      const turn = await turns.claim();
      if (turn) run(turn);
      else if (!kickedMeanwhile) return;
    }
  }

  function kick(): void {
    kickedMeanwhile = true;
    if (claiming || draining) return;
    claiming = true;
    claimAll()
      .catch((error: unknown) => log.error({ error }, 'the store did not give the next turn'))
      .finally(() => {
        claiming = false;
      });
  }

  function run(turn: Turn): void {
    const control = new AbortController();
    const done = answerTurn(turn, control.signal)
      .catch((error: unknown) =>
        log.error({ turn: turn.id, error }, 'a turn could not be ended; it is resumed at the next start'),
      )
      .finally(() => {
        running.delete(turn.id);
        kick();
      });
    running.set(turn.id, { turn, control, done });
  }

  const abort = ({ control }: Running, reason: StopReason) => control.abort(reason);

  return {
    kick,
    async stop(channel, reason) {
      const here = [...running.values()].filter(
        ({ turn, control }) => !control.signal.aborted && isSameChannel(turn.address.channel, channel),
      );
      const dropped = await turns.drop(channel);
      for (const turn of here) abort(turn, reason);
      return here.length + dropped.length;
    },
    async drain(graceMs) {
      draining = true;
      const all = Promise.all([...running.values()].map(({ done }) => done));
      const cancel = clock.after(graceMs, () => {
        for (const turn of running.values()) abort(turn, 'shutdown');
      });
      await all;
      cancel();
    },
  };
}

function isSameChannel(a: Channel, b: Channel): boolean {
  return a.platform === b.platform && a.id === b.id;
}
