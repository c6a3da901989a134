import type { Clock } from '../../src/lib/clock.ts';
import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import type { TelegramLimits } from './limits.ts';
import { postUpdate } from './post-update.ts';
import type { WireObject } from './wire.ts';

/** An update that waits for the bot. */
export interface QueuedUpdate {
  readonly update: { readonly update_id: number; readonly [kind: string]: unknown };
  /** Unix ms. */
  readonly queuedAt: number;
}

/** The webhook that a bot has set. */
export interface WebhookTarget {
  readonly url: string;
  readonly maxConnections: number;
  readonly secret: string | undefined;
}

/** The updates to deliver. */
interface WebhookQueue {
  /** Oldest first. */
  list(): readonly QueuedUpdate[];
  remove(updateId: number): void;
}

interface Attempts {
  readonly fails: number;
  /** Unix ms. Nothing of its order is delivered before. */
  readonly nextAt: number;
}

/**
 * Delivers updates to the bot's webhook.
 *
 * The documents promise that an update whose answer is not 2xx is repeated for a reasonable number of times, at most
 * `max_connections` at the same time, for 24 hours; and no order. The source of the real server (WebhookActor.cpp in
 * tdlib/telegram-bot-api) keeps an order for the messages of each chat: the next one waits until the one before is
 * taken. It repeats at once after the first failure, then after 2, 4, 8 s and so on, up to a minute or two, or after
 * the time that `Retry-After` asks for.
 */
export class Webhook {
  readonly #clock: Clock;
  readonly #limits: TelegramLimits;
  readonly #queue: WebhookQueue;
  #target: WebhookTarget | undefined;
  #lastError: { readonly date: number; readonly message: string } | undefined;
  #attempts = new Map<number, Attempts>();
  readonly #underWay = new Map<number, string>();
  #ending = new AbortController();
  #cancelWake = () => {};

  constructor(clock: Clock, limits: TelegramLimits, queue: WebhookQueue) {
    this.#clock = clock;
    this.#limits = limits;
    this.#queue = queue;
  }

  get isSet(): boolean {
    return this.#target !== undefined;
  }

  /** As `getWebhookInfo` shows it, without the state of the queue. */
  get info(): WireObject {
    const { url = '', maxConnections } = this.#target ?? {};
    return omitUndefined({
      url,
      max_connections: maxConnections,
      last_error_date: this.#lastError?.date,
      last_error_message: this.#lastError?.message,
    });
  }

  /** `undefined` removes the webhook. Requests that are under way are cut, unless it is set already. */
  set(target: WebhookTarget | undefined): void {
    if (isSameTarget(target, this.#target)) return;
    this.#ending.abort();
    this.#ending = new AbortController();
    this.#cancelWake();
    this.#attempts = new Map();
    this.#underWay.clear();
    this.#lastError = undefined;
    this.#target = target;
    this.deliver();
  }

  /** Sends what may be sent now. */
  deliver(): void {
    const target = this.#target;
    if (!target) return;

    const held = new Set(this.#underWay.values());
    let nextAt = Number.POSITIVE_INFINITY;
    for (const queued of this.#queue.list()) {
      const { update_id: id } = queued.update;
      const order = orderOf(queued.update);
      if (this.#underWay.has(id) || held.has(order)) continue;

      held.add(order);
      const { nextAt: itsTime = 0 } = this.#attempts.get(id) ?? {};
      if (itsTime > this.#clock.now()) nextAt = Math.min(nextAt, itsTime);
      else if (this.#underWay.size < target.maxConnections) this.#send(queued, order, target);
    }
    this.#wakeAt(nextAt);
  }

  close(): void {
    this.set(undefined);
  }

  #send({ update, queuedAt }: QueuedUpdate, order: string, target: WebhookTarget): void {
    const { update_id: id } = update;
    const { signal } = this.#ending;
    this.#underWay.set(id, order);
    void postUpdate({ ...target, update, timeoutMs: this.#limits.webhookTimeoutMs, signal }).then(
      (failure) => {
        if (signal.aborted) return;
        this.#underWay.delete(id);
        if (failure) this.#fail(id, queuedAt, failure);
        else this.#finish(id);
        this.deliver();
      },
    );
  }

  #finish(id: number): void {
    this.#attempts.delete(id);
    this.#queue.remove(id);
  }

  #fail(
    id: number,
    queuedAt: number,
    { message, retryAfter = 0 }: { readonly message: string; readonly retryAfter?: number },
  ): void {
    const now = this.#clock.now();
    this.#lastError = { date: Math.floor(now / 1000), message };
    const fails = (this.#attempts.get(id)?.fails ?? 0) + 1;
    const seconds = retryAfter > 0 ? retryAfter : pauseSeconds(fails);
    const nextAt = now + seconds * this.#limits.webhookSecondMs;
    if (nextAt > queuedAt + this.#limits.updateMs) this.#finish(id);
    else this.#attempts.set(id, { fails, nextAt });
  }

  #wakeAt(time: number): void {
    this.#cancelWake();
    if (time === Number.POSITIVE_INFINITY) return;
    this.#cancelWake = this.#clock.after(time - this.#clock.now(), () => this.deliver());
  }
}

function isSameTarget(a: WebhookTarget | undefined, b: WebhookTarget | undefined): boolean {
  return a?.url === b?.url && a?.secret === b?.secret && a?.maxConnections === b?.maxConnections;
}

const LONGEST_PAUSE_SECONDS = 60;

function pauseSeconds(fails: number): number {
  return fails === 1 ? 0 : Math.min(2 ** (fails - 1), LONGEST_PAUSE_SECONDS);
}

/** What has the same order is delivered one by one: the messages of a chat, the presses of a person. */
function orderOf(update: QueuedUpdate['update']): string {
  const { callback_query: press, update_id: id, ...kinds } = update;
  if (press !== undefined) return `press ${idOf(press, 'from')}`;
  const [kind = '', content] = Object.entries(kinds)[0] ?? [];
  const chatId = idOf(content, 'chat');
  const isMessage = /message$|_post$/.test(kind);
  return chatId === undefined ? `update ${id}` : `${isMessage ? 'message' : kind} ${chatId}`;
}

function idOf(content: unknown, field: string): unknown {
  const part: unknown = Object(content)[field];
  return Object(part).id;
}
