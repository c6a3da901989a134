import type { ConfigError } from '../../../errors.ts';

/** The way by which the updates of a bot come. */
export interface UpdateSource {
  /** Logged while another process attends. */
  readonly waitingMessage: string;
  /**
   * Does what only one process at a time may do for a bot, until `signal` aborts. Calls `onReady` after the first
   * steps, with an error if a person must change something. Never rejects.
   */
  attend(signal: AbortSignal, onReady: (failure?: ConfigError) => void): Promise<void>;
  /** Takes no more updates. Resolves when none is being accepted any more. */
  close(): Promise<void>;
}
