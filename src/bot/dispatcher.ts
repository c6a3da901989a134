import type { Channel } from '../contracts/chat-message.ts';
import type { StoppedTurns } from '../contracts/command.ts';
import type { DroppedTurns, Turn, Turns } from '../contracts/turns.ts';
import { StoreError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createLoopBreaks } from '../lib/loop-breaks.ts';
import type { AnswerTurn } from './answer/answer-turn.ts';
import { createTurnLine, type TurnLineParts } from './turn-line.ts';
import { createTurnRun, type TurnRun } from './turn-run.ts';

/** Runs turns: one at a time per conversation, many conversations in parallel. */
export interface Dispatcher {
  /** Looks for turns that can run. Call it after a turn was accepted. */
  kick(): void;
  /** Tells whether a new turn whose conversation is free certainly runs now. */
  startsAtOnce(turn: Turn): boolean;
  /** Stops the running turn of a channel and drops the waiting ones. With `askerId`, only those of that person. */
  stop(channel: Channel, askerId?: string): Promise<StoppedTurns>;
  /** Stops all turns in a channel with its threads or topics, or in a whole server. Gives their number. */
  stopPlace(place: Channel): Promise<number>;
  /** Stops one turn. Gives `false` when it is not running. */
  stopTurn(turn: Turn): Promise<boolean>;
  /**
   * Runs a turn whose question people changed. A run of an older edition makes way. With `pauses`, the
   * next run waits a moment, because people who correct a typo often find another.
   */
  supersede(turn: Turn, options?: { readonly pauses: boolean }): Promise<void>;
  /** Tells whether people stopped a turn that has not ended yet. */
  isStopped(turn: Turn): boolean;
  /** Stops the running turn of a channel, and leaves the waiting ones. */
  stopRunning(channel: Channel): void;
  /** Resolves when the turn no longer runs. */
  whenEnded(turn: Turn): Promise<void>;
  /** Starts no more turns, lets the running ones end, and interrupts them after `graceMs`. */
  drain(graceMs: number): Promise<void>;
}

/** The stored turns, a clock for retries, and the log. */
export interface DispatcherParts extends TurnLineParts {
  readonly turns: Pick<Turns, 'ready' | 'claim' | 'dropWaiting' | 'dropPlace'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Called for each turn that people stopped while it waited. */
  onDropped?(turn: Turn): void;
  /** Called, perhaps often, for each turn that has to wait although its conversation is free. */
  onHeldBack?(turn: Turn): void;
}

interface RunningTurn {
  readonly run: TurnRun;
  readonly done: Promise<void>;
}

/** Bounds the turns in memory. The waiting ones are on disk. */
const MAX_RUNNING = 1_000;
/**
 * A turn starts with a millisecond or two of work, and hundreds may be ready at one moment. After this
 * time, running answers, timers and sockets have their turn.
 */
const LONGEST_BLOCK_MS = 8;
/** After this time, a full disk may have room again. */
const CLAIM_RETRY_MS = 5_000;
/** The limits for answers at the same time change with the configuration, and nothing says so. */
const LOOK_AGAIN_MS = 2_000;

/** Creates a dispatcher that runs each turn with `answerTurn`. It starts with the first `kick`. */
export function createDispatcher(
  { turns, clock, log, limits, onDropped = () => {}, onHeldBack = () => {} }: DispatcherParts,
  answerTurn: AnswerTurn,
): Dispatcher {
  const line = createTurnLine({ limits, clock });
  const running = new Map<string, RunningTurn>();
  /** Turns of an earlier run that people stopped before this run claimed them. */
  const stoppedEarly = new Set<string>();
  let isDraining = false;
  let searching: Promise<void> | undefined;
  /** The present claim. Never rejects. */
  let claiming: Promise<unknown> | undefined;
  let wasKicked = false;
  let cancelLook: (() => void) | undefined;

  function kick(): void {
    wasKicked = true;
    if (searching || isDraining || running.size >= MAX_RUNNING) return;
    searching = search();
  }

  async function search(): Promise<void> {
    try {
      const breakIfDue = createLoopBreaks(clock, LONGEST_BLOCK_MS);
      while (!isDraining && running.size < MAX_RUNNING) {
        wasKicked = false;
        const { turn, heldBack } = line.choose(await turns.ready(), isStoppedEarly);
        if (turn) await claimAndStart(turn);
        else {
          holdBack(heldBack);
          if (!wasKicked) return;
        }
        await breakIfDue();
      }
    } catch (error) {
      const level = error instanceof StoreError ? 'debug' : 'error';
      log[level]({ error }, 'dispatcher: the store failed, retrying');
      clock.after(CLAIM_RETRY_MS, kick);
    } finally {
      // Cleared before the promise of the search resolves, because a kick in between would be lost.
      searching = undefined;
    }
  }

  async function claimAndStart(chosen: Turn): Promise<void> {
    const claim = turns.claim(chosen);
    claiming = claim.catch(() => {});
    const turn = await claim;
    if (turn) startRun(turn);
  }

  /** Each end of a run looks for turns, but a limit may be lifted meanwhile. */
  function holdBack(held: readonly Turn[]): void {
    cancelLook?.();
    cancelLook = held.length > 0 ? clock.after(LOOK_AGAIN_MS, kick) : undefined;
    for (const turn of held) onHeldBack(turn);
  }

  function startRun(turn: Turn): void {
    const end = line.start(turn);
    const run = createTurnRun(turn, clock);
    if (stoppedEarly.delete(turn.id) || turn.isStopped) run.stop();

    const done = answerTurn(turn, run.signals)
      .catch((error: unknown) => {
        const reason = error instanceof StoreError ? error.message : error;
        log.error(
          { turn: turn.id, error: reason },
          'dispatcher: a turn stays open until the next start',
        );
      })
      .finally(() => {
        // The turn may have been opened and claimed again before this run noticed its own end.
        if (running.get(turn.id)?.run === run) running.delete(turn.id);
        end({ keepsPlace: run.isSuperseded });
        kick();
      });
    running.set(turn.id, { run, done });
  }

  function isStoppedEarly({ id }: Pick<Turn, 'id'>): boolean {
    return stoppedEarly.has(id);
  }

  async function stopTurn({ id, state, isStopped }: Turn): Promise<boolean> {
    // The store may have given this turn to a claim that has not resolved yet.
    await claiming;
    const run = running.get(id)?.run;
    // A superseded run ends without a word: the next one says that the turn was stopped.
    if (run?.isSuperseded) stoppedEarly.add(id);
    if (run) return run.stop();
    if (isStopped || state !== 'waiting') return false;
    stoppedEarly.add(id);
    // It may be held back by a limit, which no longer matters.
    kick();
    return true;
  }

  async function supersede(turn: Turn, { pauses } = { pauses: true }): Promise<void> {
    await claiming;
    const run = running.get(turn.id)?.run;
    const isOlder = (run?.turn.edition ?? 0) < (turn.edition ?? 0);
    if (run && isOlder) run.supersede(turn, pauses);
    kick();
  }

  /** Also stops the turns that had started. Gives the number of all turns that it stopped. */
  async function stopDropped({ dropped, started }: DroppedTurns): Promise<number> {
    for (const turn of dropped) onDropped(turn);
    const stopped = await Promise.all(started.map(stopTurn));
    // The dropped turns that say so to people wait for a run.
    kick();
    return dropped.length + stopped.filter(Boolean).length;
  }

  return {
    kick,
    startsAtOnce: (turn) => !isDraining && running.size < MAX_RUNNING && !line.isLimited(turn),
    async stop(channel, askerId) {
      const turnsAfter = await turns.dropWaiting(channel, askerId);
      return { stopped: await stopDropped(turnsAfter), kept: turnsAfter.kept };
    },
    stopPlace: async (place) => stopDropped(await turns.dropPlace(place)),
    stopTurn,
    supersede,
    isStopped: ({ id }) => isStoppedEarly({ id }) || running.get(id)?.run.isStopped === true,

    stopRunning({ platform, id }) {
      for (const { run } of running.values()) {
        const { channel } = run.turn.address;
        if (channel.platform === platform && channel.id === id) run.stop();
      }
    },

    whenEnded: async ({ id }) => running.get(id)?.done,

    async drain(graceMs) {
      isDraining = true;
      cancelLook?.();
      const cancel = clock.after(graceMs, () => {
        for (const { run } of running.values()) run.interrupt();
      });
      await searching;
      await Promise.all([...running.values()].map(({ done }) => done));
      cancel();
    },
  };
}
