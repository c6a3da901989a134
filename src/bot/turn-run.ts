import type { Turn } from '../contracts/turns.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import type { TurnSignals } from './answer/turn-signals.ts';

/** One run of a turn, and the ways to end it early. */
export interface TurnRun {
  readonly turn: Turn;
  readonly signals: TurnSignals;
  /** People changed the question: this run ends, and the turn waits for the next one. */
  readonly isSuperseded: boolean;
  readonly isStopped: boolean;
  /** Stops the answer. Gives `false` when people have stopped it before. */
  stop(): boolean;
  /** Makes way for the next run. With `pauses`, that one waits a moment, because people may change more. */
  supersede(turn: Turn, pauses: boolean): void;
  /** The process is about to end. */
  interrupt(): void;
}

/** People who correct a typo often find a second one: a model is asked again after a pause of this length. */
const QUIET_MS = 1_000;

/** Creates the run of a claimed turn. */
export function createTurnRun(turn: Turn, clock: Clock): TurnRun {
  const stop = new AbortController();
  const shutdown = new AbortController();
  const superseded = new AbortController();
  const withdrawn = new AbortController();
  let quietFrom = 0;

  async function whenQuiet(): Promise<void> {
    const urgent = AbortSignal.any([stop.signal, shutdown.signal, withdrawn.signal]);
    while (!urgent.aborted && clock.now() < quietFrom) {
      await sleep(clock, quietFrom - clock.now(), urgent);
    }
  }

  return {
    turn,
    signals: {
      stop: stop.signal,
      shutdown: shutdown.signal,
      superseded: superseded.signal,
      whenQuiet,
    },

    get isSuperseded() {
      return superseded.signal.aborted;
    },

    get isStopped() {
      return stop.signal.aborted;
    },

    stop() {
      const isFirstStop = !stop.signal.aborted;
      stop.abort();
      return isFirstStop;
    },

    supersede({ inputs }, pauses) {
      if (pauses) quietFrom = clock.now() + QUIET_MS;
      if (inputs.length === 0) withdrawn.abort();
      superseded.abort();
    },

    interrupt: () => shutdown.abort(),
  };
}
