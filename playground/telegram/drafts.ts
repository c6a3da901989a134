import type { Clock } from '../../src/lib/clock.ts';
import type { Chat } from './chat.ts';
import type { FormattedText, WireObject } from './wire.ts';

/** A preview that the bot streams into a private chat before it sends the message. */
export interface Draft extends FormattedText {
  readonly id: number;
  /** The content of a rich message, in its wire shape. */
  readonly rich?: WireObject;
  readonly chat: Chat;
  readonly threadId: number | undefined;
  /** True when it has a Stop button. */
  readonly canStop: boolean;
  /** True when it stays when the person presses Stop. */
  readonly keepOnStop: boolean;
  /** Unix ms. */
  readonly startedAt: number;
  /** The number of changes so far. */
  readonly edits: number;
}

type NewDraft = Omit<Draft, 'startedAt' | 'edits'>;

interface DraftListener {
  onShown(draft: Draft, isNew: boolean): void;
  onGone(draft: Draft): void;
}

const MAX_STOPPED = 1000;

/**
 * The drafts on people's screens: one for each private chat and topic. A draft that is not renewed
 * in time goes away.
 */
export class Drafts {
  readonly #clock: Clock;
  readonly #lifetimeMs: number;
  readonly #listener: DraftListener;
  readonly #drafts = new Map<string, { draft: Draft; cancelExpiry: () => void }>();
  /** The drafts that people stopped. */
  readonly #stopped = new Set<string>();

  constructor(clock: Clock, lifetimeMs: number, listener: DraftListener) {
    this.#clock = clock;
    this.#lifetimeMs = lifetimeMs;
    this.#listener = listener;
  }

  /**
   * Shows a draft, or its new text. One that the person stopped is accepted but not shown, as
   * clients do.
   */
  put(next: NewDraft): void {
    const key = keyOf(next.chat, next.threadId);
    if (this.#stopped.has(`${key}#${next.id}`)) return;

    const old = this.#drafts.get(key);
    old?.cancelExpiry();
    const sameDraft = old?.draft.id === next.id ? old.draft : undefined;
    if (old && !sameDraft) this.#listener.onGone(old.draft);

    const draft = {
      ...next,
      startedAt: sameDraft?.startedAt ?? this.#clock.now(),
      edits: sameDraft ? sameDraft.edits + 1 : 0,
    };
    const cancelExpiry = this.#clock.after(this.#lifetimeMs, () =>
      this.drop(next.chat, next.threadId),
    );
    this.#drafts.set(key, { draft, cancelExpiry });
    this.#listener.onShown(draft, sameDraft === undefined);
  }

  get(chat: Chat, threadId: number | undefined): Draft | undefined {
    return this.#drafts.get(keyOf(chat, threadId))?.draft;
  }

  /** Removes the draft of a chat or topic, if there is one. */
  drop(chat: Chat, threadId: number | undefined): void {
    const key = keyOf(chat, threadId);
    const shown = this.#drafts.get(key);
    if (!shown) return;
    this.#drafts.delete(key);
    shown.cancelExpiry();
    this.#listener.onGone(shown.draft);
  }

  /** Stops the draft, as the person does who presses Stop. */
  stop(chat: Chat, threadId: number | undefined): Draft {
    const draft = this.get(chat, threadId);
    if (!draft?.canStop) throw new Error('There is no draft with a Stop button in this chat.');

    this.#stopped.add(`${keyOf(chat, threadId)}#${draft.id}`);
    if (this.#stopped.size > MAX_STOPPED) this.#stopped.clear();
    if (!draft.keepOnStop) this.drop(chat, threadId);
    return draft;
  }

  close(): void {
    for (const { cancelExpiry } of this.#drafts.values()) cancelExpiry();
    this.#drafts.clear();
  }
}

const keyOf = (chat: Chat, threadId: number | undefined) => `${chat.id}/${threadId ?? ''}`;
