import type { Clock } from '../../../src/lib/clock.ts';

/** One call of the bot, for tests that count them. */
export interface LoggedCall {
  /** Unix ms of its arrival. */
  readonly at: number;
  /** The method's name as the client wrote it. */
  readonly method: string;
  readonly chatId: string | undefined;
  readonly ok: boolean;
  /** The HTTP status of the answer. 0: a fault swallowed the answer. */
  readonly code: number;
}

const MAX_CALLS = 10_000;

/** The newest answered calls, in the order of their answers. */
export class CallLog {
  readonly calls: LoggedCall[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Records the arrival of a call. Returns the function that records its end. */
  begin(method: string, chatId: string | undefined): (code: number) => void {
    const at = this.#clock.now();
    return (code) => {
      this.calls.push({ at, method, chatId, ok: code === 200, code });
      if (this.calls.length > MAX_CALLS) this.calls.shift();
    };
  }
}
