import type { Clock } from '../../../src/lib/clock.ts';

export interface LoggedCall {
  /** Unix ms of its arrival. */
  readonly at: number;
  /** As the client wrote it. */
  readonly method: string;
  readonly chatId: string | undefined;
  readonly ok: boolean;
  /** HTTP status of the answer; 0: a fault swallowed it. */
  readonly code: number;
}

const MOST_CALLS = 10_000;

/** The answered calls, in the order of their answers, the oldest forgotten. */
export class CallLog {
  readonly calls: LoggedCall[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The function it gives notes how the call ended. */
  begin(method: string, chatId: string | undefined): (code: number) => void {
    const at = this.#clock.now();
    return (code) => {
      this.calls.push({ at, method, chatId, ok: code === 200, code });
      if (this.calls.length > MOST_CALLS) this.calls.shift();
    };
  }
}
