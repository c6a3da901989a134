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
  readonly control: AbortController;
  readonly done: Promise<void>;
}

/** All that wait are on disk; this bounds what is in memory at once. */
const MOST_RUNNING = 1_000;
/** A disk that was full may have room again. */
const CLAIM_AGAIN_MS = 5_000;

export function createDispatcher(parts: BotParts, answerTurn: AnswerTurn): Dispatcher {
  const { turns, clock, log } = parts;
  const running = new Map<string, Running>();
  /** Begun by an earlier run and stopped before this one came to them. They are open turns, so these are few. */
  const stopAtStart = new Map<string, StopReason>();
  let draining = false;
  let searching: Promise<void> | undefined;
  /** The claim under way; never rejects. */
  let claiming: Promise<unknown> | undefined;
  let kickedMeanwhile = false;

  async function search(): Promise<void> {
    try {
      while (!draining && running.size < MOST_RUNNING) {
        kickedMeanwhile = false;
        const claim = turns.claim();
        claiming = claim.catch(() => {});
        const turn = await claim;
        if (turn) run(turn);
        else if (!kickedMeanwhile) return;
      }
    } catch (error) {
      log.error({ error }, 'the store did not give the next turn; asking again soon');
      clock.after(CLAIM_AGAIN_MS, kick);
    } finally {
      // At once, not when the promise resolves: a kick in between would be lost, and its turn with it.
      searching = undefined;
    }
  }

  function kick(): void {
    kickedMeanwhile = true;
    if (searching || draining || running.size >= MOST_RUNNING) return;
    searching = search();
  }

  function run(turn: Turn): void {
    const control = new AbortController();
    const stopped = stopAtStart.get(turn.id);
    if (stopAtStart.delete(turn.id)) control.abort(stopped);
    const done = answerTurn(turn, control.signal)
      .catch((error: unknown) =>
        log.error({ turn: turn.id, error }, 'a turn could not be ended; it is resumed at the next start'),
      )
      .finally(() => {
        running.delete(turn.id);
        kick();
      });
    running.set(turn.id, { control, done });
  }

  function stopOne({ id, state }: Turn, reason: StopReason): boolean {
    const control = running.get(id)?.control;
    if (control?.signal.aborted) return false;
    if (control) control.abort(reason);
    else if (state === 'waiting') stopAtStart.set(id, reason);
    else return false;
    return true;
  }

  return {
    kick,
    async stop(channel, reason) {
      const { dropped, begun } = await turns.drop(channel);
      // What the store calls running may still be on its way to us.
      await claiming;
      return begun && stopOne(begun, reason) ? dropped.length + 1 : dropped.length;
    },
    async drain(graceMs) {
      draining = true;
      const cancel = clock.after(graceMs, () => {
        for (const { control } of running.values()) control.abort('shutdown' satisfies StopReason);
      });
      await searching;
      await Promise.all([...running.values()].map(({ done }) => done));
      cancel();
    },
  };
}
