import type { Clock } from '../../src/lib/clock.ts';
import { conflict } from './api-error.ts';
import type { TelegramLimits } from './limits.ts';
import { type QueuedUpdate, Webhook } from './webhook.ts';
import type { WireObject } from './wire.ts';

/** An update as `getUpdates` returns it. */
interface Update {
  readonly update_id: number;
  readonly [kind: string]: unknown;
}

/** A `getUpdates` request that waits for updates (long polling). */
interface WaitingPoll {
  readonly limit: number;
  finish(outcome: readonly Update[] | Error): void;
}

interface PollRequest {
  readonly offset: number;
  readonly limit: number;
  readonly timeoutMs: number;
}

/**
 * The kinds that a bot must ask for. A bot that never gave a list of kinds, or gave an empty one,
 * gets all kinds except these.
 */
const KINDS_ON_REQUEST: readonly string[] = [
  'chat_member',
  'message_reaction',
  'message_reaction_count',
];
const MAX_UPDATES = 10_000;

/** The queue of the bot's updates, and its one poller or webhook. */
export class Updates {
  readonly #clock: Clock;
  readonly #limits: TelegramLimits;
  readonly #onOnlineChange: () => void;
  #queue: QueuedUpdate[] = [];
  /** Kept for `redeliver`. */
  #confirmed: Update[] = [];
  /** Updates to deliver again, although they are confirmed. */
  #redelivered: Update[] = [];
  #nextId = 700_000_001;
  #allowedKinds: readonly string[] = [];
  #waitingPoll: WaitingPoll | undefined;
  #isOnline = false;
  #isClosed = false;
  #cancelOfflineTimer = () => {};
  readonly webhook: Webhook;

  constructor(clock: Clock, limits: TelegramLimits, onOnlineChange: () => void) {
    this.#clock = clock;
    this.#limits = limits;
    this.#onOnlineChange = onOnlineChange;
    this.webhook = new Webhook(clock, limits, {
      list: () => {
        this.#dropExpired();
        return this.#queue;
      },
      remove: (updateId) => this.#remove(updateId),
    });
  }

  get allowedKinds(): readonly string[] {
    return this.#allowedKinds;
  }

  /** The number of updates that wait for a poll. */
  get pendingCount(): number {
    this.#dropExpired();
    return this.#queue.length;
  }

  /** True when the bot has a webhook, or polls, or did so a moment ago (`limits.pollerGapMs`). */
  get isOnline(): boolean {
    return this.#isOnline || this.webhook.isSet;
  }

  /**
   * Queues an update. An update of a kind that is not allowed at this moment is lost, as on the
   * real server: allowing the kind later does not bring it back.
   */
  push(kind: string, content: WireObject): void {
    if (!this.#isAllowed(kind)) return;
    const update = { update_id: this.#nextId++, [kind]: content };
    this.#queue.push({ update, queuedAt: this.#clock.now() });
    if (this.#queue.length > MAX_UPDATES) this.#queue.shift();
    this.#wakePoll();
    this.webhook.deliver();
  }

  /** Delivers an update once more, whether it is confirmed or not. */
  redeliver(updateId: number): void {
    const updates = [...this.#confirmed, ...this.#listQueued()];
    const update = updates.find(({ update_id }) => update_id === updateId);
    if (!update) throw new Error(`No update ${updateId} to deliver again.`);
    if (this.webhook.isSet) this.#queue.unshift({ update, queuedAt: this.#clock.now() });
    else this.#redelivered.push(update);
    this.#wakePoll();
    this.webhook.deliver();
  }

  /** `undefined` leaves the kinds unchanged. */
  setAllowedKinds(kinds: readonly string[] | undefined): void {
    if (kinds) this.#allowedKinds = kinds;
  }

  /**
   * Answers a `getUpdates` request. The updates before its offset are confirmed. A new request ends
   * the one that waits.
   */
  async poll(request: PollRequest, signal: AbortSignal): Promise<readonly Update[]> {
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
      this.#startOfflineTimer();
    }
  }

  /** Ends the request that waits, with a 409. */
  stopPoller(reason: string): void {
    this.#waitingPoll?.finish(conflict(reason));
  }

  /** Drops the updates that wait for a poll. */
  dropPending(): void {
    this.#queue = [];
  }

  close(): void {
    this.#isClosed = true;
    this.webhook.close();
    this.#cancelOfflineTimer();
    this.#waitingPoll?.finish([]);
  }

  #remove(updateId: number): void {
    const index = this.#queue.findIndex(({ update }) => update.update_id === updateId);
    const removed = index < 0 ? [] : this.#queue.splice(index, 1);
    this.#remember(removed);
  }

  #remember(confirmed: readonly QueuedUpdate[]): void {
    const updates = confirmed.map(({ update }) => update);
    this.#confirmed = [...this.#confirmed, ...updates].slice(-MAX_UPDATES);
  }

  #isAllowed(kind: string): boolean {
    if (this.#allowedKinds.length > 0) return this.#allowedKinds.includes(kind);
    return !KINDS_ON_REQUEST.includes(kind);
  }

  #listQueued(): readonly Update[] {
    return this.#queue.map(({ update }) => update);
  }

  #confirm(offset: number): void {
    this.#dropExpired();
    this.#remember(this.#queue.splice(0, this.#countBefore(offset)));
  }

  /**
   * The number of queued updates before an offset. A negative offset counts from the end of the
   * queue.
   */
  #countBefore(offset: number): number {
    if (offset < 0) return Math.max(0, this.#queue.length + offset);
    const firstUnconfirmed = this.#queue.findIndex(({ update }) => update.update_id >= offset);
    return firstUnconfirmed < 0 ? this.#queue.length : firstUnconfirmed;
  }

  #take(limit: number): readonly Update[] {
    const redelivered = this.#redelivered.splice(0, limit);
    return [...redelivered, ...this.#listQueued()].slice(0, limit);
  }

  #wait(limit: number, timeoutMs: number, signal: AbortSignal): Promise<readonly Update[]> {
    return new Promise((resolve, reject) => {
      const finish = (outcome: readonly Update[] | Error) => {
        if (this.#waitingPoll === poll) this.#waitingPoll = undefined;
        cancelTimeout();
        signal.removeEventListener('abort', onHangUp);
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      };
      const poll: WaitingPoll = { limit, finish };
      const onHangUp = () => finish([]);
      const cancelTimeout = this.#clock.after(timeoutMs, () => finish([]));

      signal.addEventListener('abort', onHangUp, { once: true });
      this.#waitingPoll = poll;
    });
  }

  #wakePoll(): void {
    const poll = this.#waitingPoll;
    if (poll) poll.finish(this.#take(poll.limit));
  }

  #startOfflineTimer(): void {
    if (this.#waitingPoll || this.#isClosed) return;
    this.#cancelOfflineTimer();
    this.#cancelOfflineTimer = this.#clock.after(this.#limits.pollerGapMs, () =>
      this.#setOnline(this.#waitingPoll !== undefined),
    );
  }

  #setOnline(isOnline: boolean): void {
    if (isOnline) this.#cancelOfflineTimer();
    if (this.#isOnline === isOnline) return;
    this.#isOnline = isOnline;
    this.#onOnlineChange();
  }

  #dropExpired(): void {
    const oldest = this.#clock.now() - this.#limits.updateMs;
    const [first] = this.#queue;
    if (first !== undefined && first.queuedAt < oldest)
      this.#queue = this.#queue.filter(({ queuedAt }) => queuedAt >= oldest);
  }
}
