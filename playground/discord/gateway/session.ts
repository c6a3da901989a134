import { randomUUID } from 'node:crypto';
import type { Dispatch } from './dispatches.ts';

/** One gateway session: outlives its connections, and keeps what was dispatched for a resume. */
export class Session {
  readonly id = randomUUID().replaceAll('-', '');
  readonly intents: number;
  /** Forgets the session for good, when nobody resumed it in time. */
  cancelExpiry: () => void = () => {};
  readonly #capacity: number;
  #sequence = 0;
  #sent: { readonly sequence: number; readonly frame: string }[] = [];
  #deliver: ((frame: string) => void) | undefined;

  constructor(intents: number, capacity: number) {
    this.intents = intents;
    this.#capacity = capacity;
  }

  get isConnected(): boolean {
    return this.#deliver !== undefined;
  }

  attach(deliver: (frame: string) => void): void {
    this.#deliver = deliver;
  }

  /** `false`: another connection has taken over meanwhile. */
  detach(deliver: (frame: string) => void): boolean {
    if (this.#deliver !== deliver) return false;
    this.#deliver = undefined;
    return true;
  }

  dispatch({ t, d }: Dispatch): void {
    this.#sequence += 1;
    const frame = JSON.stringify({ op: 0, s: this.#sequence, t, d });
    this.#sent.push({ sequence: this.#sequence, frame });
    if (this.#sent.length > this.#capacity) this.#sent.shift();
    this.#deliver?.(frame);
  }

  /** What was dispatched after `sequence`: `undefined` if too much was missed, `invalid` if that was never sent. */
  missedSince(sequence: number): readonly string[] | 'invalid' | undefined {
    if (sequence > this.#sequence || sequence < 0) return 'invalid';
    const missed = this.#sent.filter((each) => each.sequence > sequence);
    return missed.length === this.#sequence - sequence
      ? missed.map(({ frame }) => frame)
      : undefined;
  }
}
