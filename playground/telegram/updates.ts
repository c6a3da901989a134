import type { Clock } from '../../src/lib/clock.ts';
import { conflict } from './api-error.ts';
import type { TelegramLimits } from './limits.ts';
import type { WireObject } from './wire.ts';

export interface Update {
  readonly update_id: number;
  readonly [kind: string]: unknown;
}

interface Waiting {
  readonly limit: number;
  finish(outcome: readonly Update[] | Error): void;
}

interface QueuedUpdate {
  readonly update: Update;
  readonly at: number;
}

/** Only on request: an empty list, and no list ever, mean all kinds but these. */
const KINDS_ON_REQUEST: readonly string[] = [
  'chat_member',
  'message_reaction',
  'message_reaction_count',
];
const MOST_UPDATES = 10_000;

/** The queue of updates and its one poller. */
export class Updates {
  readonly #clock: Clock;
  readonly #limits: TelegramLimits;
  readonly #onlineChanged: () => void;
  #queue: QueuedUpdate[] = [];
  /** Confirmed ones, for `redeliver`. */
  #past: Update[] = [];
  /** Delivered once more, whatever was confirmed. */
  #again: Update[] = [];
  #nextId = 700_000_001;
  #allowed: readonly string[] = [];
  #waiting: Waiting | undefined;
  #online = false;
  #closed = false;
  #cancelOffline = () => {};
  webhook: WireObject & { readonly url: string } = { url: '' };

  constructor(clock: Clock, limits: TelegramLimits, onlineChanged: () => void) {
    this.#clock = clock;
    this.#limits = limits;
    this.#onlineChanged = onlineChanged;
  }

  get allowedKinds(): readonly string[] {
    return this.#allowed;
  }

  get pendingCount(): number {
    this.#dropOld();
    return this.#queue.length;
  }

  get isOnline(): boolean {
    return this.#online;
  }

  /** Kinds that are not allowed at this moment are lost, as on the real server: the list does not work backwards. */
  push(kind: string, content: WireObject): Update | undefined {
    const wanted =
      this.#allowed.length > 0 ? this.#allowed.includes(kind) : !KINDS_ON_REQUEST.includes(kind);
    if (!wanted) return undefined;
    const update = { update_id: this.#nextId++, [kind]: content };
    this.#queue.push({ update, at: this.#clock.now() });
    if (this.#queue.length > MOST_UPDATES) this.#queue.shift();
    this.#wake();
    return update;
  }

  redeliver(updateId: number): void {
    const update = [...this.#past, ...this.#queue.map((one) => one.update)].find(
      (one) => one.update_id === updateId,
    );
    if (!update) throw new Error(`No update ${updateId} to deliver again.`);
    this.#again.push(update);
    this.#wake();
  }

  setAllowedKinds(kinds: readonly string[] | undefined): void {
    if (kinds) this.#allowed = kinds;
  }

  /** A newer poller ends the older one. */
  async poll(
    request: { readonly offset: number; readonly limit: number; readonly timeoutMs: number },
    signal: AbortSignal,
  ): Promise<readonly Update[]> {
    this.stopPoller(
      'terminated by other getUpdates request; make sure that only one bot instance is running',
    );
    this.#confirm(request.offset);
    this.#setOnline(true);
    try {
      const ready = this.#take(request.limit);
      if (ready.length > 0 || request.timeoutMs === 0) return ready;
      return await this.#wait(request.limit, request.timeoutMs, signal);
    } finally {
      this.#leave();
    }
  }

  stopPoller(why: string): void {
    this.#waiting?.finish(conflict(why));
  }

  dropPending(): void {
    this.#queue = [];
  }

  #confirm(offset: number): void {
    this.#dropOld();
    const first = this.#queue.findIndex(({ update }) => update.update_id >= offset);
    const cut =
      offset < 0
        ? Math.max(0, this.#queue.length + offset)
        : first < 0
          ? this.#queue.length
          : first;
    const gone = this.#queue.splice(0, cut).map((one) => one.update);
    this.#past = [...this.#past, ...gone].slice(-MOST_UPDATES);
  }

  #take(limit: number): readonly Update[] {
    return [...this.#again.splice(0, limit), ...this.#queue.map((one) => one.update)].slice(
      0,
      limit,
    );
  }

  #wait(limit: number, timeoutMs: number, signal: AbortSignal): Promise<readonly Update[]> {
    return new Promise((resolve, reject) => {
      const finish = (outcome: readonly Update[] | Error) => {
        if (this.#waiting === waiting) this.#waiting = undefined;
        cancel();
        signal.removeEventListener('abort', hungUp);
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      };
      const waiting: Waiting = { limit, finish };
      const hungUp = () => finish([]);
      const cancel = this.#clock.after(timeoutMs, () => finish([]));
      signal.addEventListener('abort', hungUp, { once: true });
      this.#waiting = waiting;
    });
  }

  #wake(): void {
    const waiting = this.#waiting;
    if (waiting) waiting.finish(this.#take(waiting.limit));
  }

  #leave(): void {
    if (this.#waiting || this.#closed) return;
    this.#cancelOffline();
    this.#cancelOffline = this.#clock.after(this.#limits.pollerGapMs, () =>
      this.#setOnline(this.#waiting !== undefined),
    );
  }

  #setOnline(online: boolean): void {
    if (online) this.#cancelOffline();
    if (this.#online === online) return;
    this.#online = online;
    this.#onlineChanged();
  }

  #dropOld(): void {
    const oldest = this.#clock.now() - this.#limits.updateMs;
    if ((this.#queue[0]?.at ?? oldest) < oldest)
      this.#queue = this.#queue.filter((one) => one.at >= oldest);
  }

  close(): void {
    this.#closed = true;
    this.#cancelOffline();
    this.#waiting?.finish([]);
  }
}
