import type { Channel } from '../contracts/chat-message.ts';
import type { DroppedTurns, Turn } from '../contracts/turns.ts';
import type { AnswerTurn } from './answer/answer-turn.ts';
import type { BotDependencies } from './bot-parts.ts';

/** Runs turns: one at a time per conversation, conversations side by side. */
export interface Dispatcher {
  /** Looks for turns that can run. Call it when one was accepted. */
  kick(): void;
  /** Stops the turn that is being answered in a channel and drops those that wait. How many that was. */
  stop(channel: Channel): Promise<number>;
  /** As `stop`, in a channel with its threads or topics, or in a whole server. */
  stopPlace(place: Channel): Promise<number>;
  /** Stops one turn. `false`: it is not being answered. */
  stopTurn(turn: Turn): Promise<boolean>;
  /** Resolves when it is not being answered any more, at once when it is not. */
  ended(turn: Turn): Promise<void>;
  /** Stops those that are being answered and fit. */
  stopRunning(fits: (turn: Turn) => boolean): void;
  /** Starts no more turns, lets the running ones end until `graceMs` have passed, and then marks them. */
  drain(graceMs: number): Promise<void>;
}

interface Running {
  readonly turn: Turn;
  readonly stop: AbortController;
  readonly shutdown: AbortController;
  readonly done: Promise<void>;
}

/** All that wait are on disk; this bounds what is in memory at once. */
const MOST_RUNNING = 1_000;
/** A disk that was full may have room again. */
const CLAIM_AGAIN_MS = 5_000;

export function createDispatcher(parts: BotDependencies, answerTurn: AnswerTurn): Dispatcher {
  const { turns, clock, log } = parts;
  const running = new Map<string, Running>();
  /** Begun by an earlier run and stopped before this one came to them. They are open turns, so these are few. */
  const stopAtStart = new Set<string>();
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
    const stop = new AbortController();
    const shutdown = new AbortController();
    if (stopAtStart.delete(turn.id)) stop.abort();
    const done = answerTurn(turn, { stop: stop.signal, shutdown: shutdown.signal })
      .catch((error: unknown) =>
        log.error(
          { turn: turn.id, error },
          'a turn could not be ended; it is resumed at the next start',
        ),
      )
      .finally(() => {
        running.delete(turn.id);
        kick();
      });
    running.set(turn.id, { turn, stop, shutdown, done });
  }

  async function stopTurn({ id, state }: Turn): Promise<boolean> {
    // What the store calls running may still be on its way to us.
    await claiming;
    const stop = running.get(id)?.stop;
    if (stop?.signal.aborted) return false;
    if (stop) stop.abort();
    else if (state === 'waiting') stopAtStart.add(id);
    else return false;
    return true;
  }

  /** Gives the number of turns stopped. */
  async function stopDropped({ dropped, started }: DroppedTurns): Promise<number> {
    const stopped = await Promise.all(started.map(stopTurn));
    return dropped.length + stopped.filter(Boolean).length;
  }

  return {
    kick,
    stop: async (channel) => stopDropped(await turns.dropWaiting(channel)),
    stopPlace: async (place) => stopDropped(await turns.dropPlace(place)),
    stopTurn,
    ended: async ({ id }) => running.get(id)?.done,
    stopRunning(fits) {
      for (const { turn, stop } of running.values()) if (fits(turn)) stop.abort();
    },
    async drain(graceMs) {
      draining = true;
      const cancel = clock.after(graceMs, () => {
        for (const { shutdown } of running.values()) shutdown.abort();
      });
      await searching;
      await Promise.all([...running.values()].map(({ done }) => done));
      cancel();
    },
  };
}
