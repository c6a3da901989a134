import type { Clock } from '../../src/lib/clock.ts';
import type { Chat } from './chat.ts';
import type { FormattedText } from './wire.ts';

export interface Draft extends FormattedText {
  readonly id: number;
  readonly chat: Chat;
  readonly threadId: number | undefined;
  readonly canStop: boolean;
  readonly keepOnStop: boolean;
  readonly startedAt: number;
  readonly edits: number;
}

type NewDraft = Omit<Draft, 'startedAt' | 'edits'>;

interface Listener {
  onShown(draft: Draft, isNew: boolean): void;
  onGone(draft: Draft): void;
}

const MOST_STOPPED = 1000;

/** The previews that the bot streams: one for each private chat and topic, gone when not renewed in time. */
export class Drafts {
  readonly #clock: Clock;
  readonly #lifeMs: number;
  readonly #listener: Listener;
  readonly #drafts = new Map<string, { draft: Draft; cancel: () => void }>();
  readonly #stopped = new Set<string>();

  constructor(clock: Clock, lifeMs: number, listener: Listener) {
    this.#clock = clock;
    this.#lifeMs = lifeMs;
    this.#listener = listener;
  }

  /** A draft that the person stopped is taken and not shown, as clients do. */
  put(next: NewDraft): void {
    const key = keyOf(next.chat, next.threadId);
    if (this.#stopped.has(`${key}#${next.id}`)) return;
    const old = this.#drafts.get(key);
    old?.cancel();
    const isNew = old?.draft.id !== next.id;
    if (old && isNew) this.#listener.onGone(old.draft);
    const draft = {
      ...next,
      startedAt: old && !isNew ? old.draft.startedAt : this.#clock.now(),
      edits: old && !isNew ? old.draft.edits + 1 : 0,
    };
    const cancel = this.#clock.after(this.#lifeMs, () => this.drop(next.chat, next.threadId));
    this.#drafts.set(key, { draft, cancel });
    this.#listener.onShown(draft, isNew);
  }

  get(chat: Chat, threadId: number | undefined): Draft | undefined {
    return this.#drafts.get(keyOf(chat, threadId))?.draft;
  }

  drop(chat: Chat, threadId: number | undefined): void {
    const key = keyOf(chat, threadId);
    const old = this.#drafts.get(key);
    if (!old) return;
    this.#drafts.delete(key);
    old.cancel();
    this.#listener.onGone(old.draft);
  }

  /** The person pressed Stop. */
  stop(chat: Chat, threadId: number | undefined): Draft {
    const draft = this.get(chat, threadId);
    if (!draft?.canStop) throw new Error('There is no draft with a Stop button in this chat.');
    this.#stopped.add(`${keyOf(chat, threadId)}#${draft.id}`);
    if (this.#stopped.size > MOST_STOPPED) this.#stopped.clear();
    if (!draft.keepOnStop) this.drop(chat, threadId);
    return draft;
  }

  close(): void {
    for (const { cancel } of this.#drafts.values()) cancel();
    this.#drafts.clear();
  }
}

const keyOf = (chat: Chat, threadId: number | undefined) => `${chat.id}/${threadId ?? ''}`;
