import { randomUUID } from 'node:crypto';
import type { Dispatch } from './dispatches.ts';
import type { Shard } from './sharding.ts';

/** A gateway session. It outlives its connections, and keeps the newest dispatches for a resume. */
export class Session {
  readonly id = randomUUID().replaceAll('-', '');
  readonly intents: number;
  readonly shard: Shard;
  /** Cancels the timer that forgets a session without a connection. */
  cancelExpiry: () => void = () => {};
  /** The number of dispatches to keep. */
  readonly #capacity: number;
  #sequence = 0;
  #sentFrames: { readonly sequence: number; readonly frame: string }[] = [];
  #deliver: ((frame: string) => void) | undefined;

  constructor(intents: number, shard: Shard, capacity: number) {
    this.intents = intents;
    this.shard = shard;
    this.#capacity = capacity;
  }

  get isConnected(): boolean {
    return this.#deliver !== undefined;
  }

  /** Sends dispatches to this connection from here on. */
  attach(deliver: (frame: string) => void): void {
    this.#deliver = deliver;
  }

  /**
   * Stops sending to this connection. Returns `false` if another connection has taken over already.
   */
  detach(deliver: (frame: string) => void): boolean {
    if (this.#deliver !== deliver) return false;
    this.#deliver = undefined;
    return true;
  }

  /** Sends an event, or keeps it for the resume while there is no connection. */
  dispatch({ t, d }: Dispatch): void {
    this.#sequence += 1;
    const frame = JSON.stringify({ op: 0, s: this.#sequence, t, d });
    this.#sentFrames.push({ sequence: this.#sequence, frame });
    if (this.#sentFrames.length > this.#capacity) this.#sentFrames.shift();
    this.#deliver?.(frame);
  }

  /**
   * The frames that were dispatched after `sequence`. Returns `undefined` if not all of them were
   * kept, and `invalid` if `sequence` was never sent.
   */
  missedSince(sequence: number): readonly string[] | 'invalid' | undefined {
    if (sequence > this.#sequence || sequence < 0) return 'invalid';
    const missed = this.#sentFrames.filter((sent) => sent.sequence > sequence);
    return missed.length === this.#sequence - sequence
      ? missed.map(({ frame }) => frame)
      : undefined;
  }
}
