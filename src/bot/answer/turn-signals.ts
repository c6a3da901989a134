/** The signals that end a running turn. They are separate, because a turn that people stopped must also notice a shutdown. */
export interface TurnSignals {
  /** People stopped the turn. */
  readonly stop: AbortSignal;
  /** The process is about to end. */
  readonly shutdown: AbortSignal;
  /** People changed or withdrew the question. */
  readonly superseded: AbortSignal;
  /** Resolves when people have changed the question and pause. */
  whenQuiet(): Promise<void>;
}
