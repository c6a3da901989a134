import { createHash } from 'node:crypto';
import type { Api } from 'grammy';
import type { Address } from '../../../contracts/address.ts';
import type { PutOptions, ReplySurface } from '../../../contracts/reply-surface.ts';
import { PlatformError } from '../../../errors.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { ExpiringMap } from '../../../lib/expiring-map.ts';
import { grammySignal } from '../connection/connect.ts';
import type { TelegramMessageRef } from '../message-ref.ts';
import type { TelegramPage } from '../rendering/dialect.ts';
import type { ApiCalls } from './api-calls.ts';
import { draftBudget } from './budgets.ts';
import type { ChatCooldowns } from './chat-cooldowns.ts';
import { isPrivateChat, toChatTopic, topicParameter } from './chat-topic.ts';
import { entitiesParameter } from './text-messages.ts';

/** The parts that all draft surfaces of one bot share. */
export interface DraftSurfaceParts {
  readonly api: Api;
  readonly clock: Clock;
  /** Multiplies every time. */
  readonly timeScale: number;
  /** For drafts only: their limit is separate from the limit of messages. */
  readonly draftCalls: ApiCalls;
  /** The cooldowns of messages. They stop drafts too. */
  readonly messageCooldowns: ChatCooldowns;
  /** The chats that took a message but no draft. Older servers know no drafts. */
  readonly chatsWithoutDrafts: ExpiringMap<string, true>;
}

/** Telegram removes a draft 30 s after its last update. */
const RENEW_AFTER_MS = 15_000;

/** The draft that a chat shows. */
interface ShownDraft {
  readonly id: number;
  readonly page: TelegramPage;
  /**
   * Stops the renewal, and waits for one under way: a draft that arrives after its message would
   * appear below it.
   */
  stopRenewing(): Promise<void>;
}

/**
 * Decorates the surface of a private chat: a growing page is a draft, and only a final page is a
 * message of `surface`. Drafts grow more smoothly than edited messages, and have Telegram's own
 * Stop. They are lost with the process; Telegram removes them by itself.
 */
export function createDraftSurface(
  surface: ReplySurface<TelegramPage, TelegramMessageRef>,
  address: Address,
  parts: DraftSurfaceParts,
): ReplySurface<TelegramPage, TelegramMessageRef> {
  const topic = toChatTopic(address.channel);
  if (!isPrivateChat(topic)) return surface;

  const { chatId } = topic;
  const { api, clock, timeScale, draftCalls, messageCooldowns, chatsWithoutDrafts } = parts;
  const firstDraft = new AbortController();
  let shownDraft: ShownDraft | undefined;

  async function putDraft(
    page: TelegramPage,
    options: PutOptions<TelegramMessageRef, TelegramPage>,
  ): Promise<TelegramMessageRef> {
    const id = draftIdOf(options.key);
    await shownDraft?.stopRenewing();
    await options.beforeCall?.(true);
    await sendDraft(id, page, options);

    firstDraft.abort();
    shownDraft = { id, page, stopRenewing: startRenewing(id, page, options) };
    return { messageId: `draft:${id}`, chatId, isDraft: true };
  }

  /** Falls back to a message where the chat takes no drafts. */
  async function putDraftOrMessage(
    page: TelegramPage,
    options: PutOptions<TelegramMessageRef, TelegramPage>,
  ): Promise<TelegramMessageRef> {
    try {
      return await putDraft(page, options);
    } catch (error) {
      if (!isRefusal(error)) throw error;

      // No more drafts, not even the one that equals the message: it would appear below the
      // message.
      shownDraft = undefined;
      const message = await surface.put(undefined, page, options);
      chatsWithoutDrafts.set(chatId, true);
      return message;
    }
  }

  /**
   * Telegram's clients turn the draft into the message if both look alike, so the last draft equals
   * the message.
   */
  async function putMessage(
    message: TelegramMessageRef | undefined,
    page: TelegramPage,
    options: PutOptions<TelegramMessageRef, TelegramPage>,
  ): Promise<TelegramMessageRef> {
    const draft = await releaseDraft();
    if (draft && !surface.dialect.same(draft.page, page))
      await sendDraft(draft.id, page, options).catch(() => {});

    return surface.put(message, page, options);
  }

  /** Leaves the shown draft to Telegram. Gives that draft. */
  async function releaseDraft(): Promise<ShownDraft | undefined> {
    const draft = shownDraft;
    shownDraft = undefined;
    await draft?.stopRenewing();
    return draft;
  }

  async function sendDraft(
    id: number,
    page: TelegramPage,
    { signal, controls }: PutOptions<TelegramMessageRef, TelegramPage>,
  ): Promise<void> {
    const stopButton = controls?.length ? { can_stop: true, keep_on_stop: true } : {};
    const parameters = { ...topicParameter(topic), ...entitiesParameter(page), ...stopButton };

    await draftCalls.run({ method: 'sendMessageDraft', chatId, signal }, () => {
      messageCooldowns.throwIfActive(chatId);
      return api.sendMessageDraft(Number(chatId), id, page.text, parameters, grammySignal(signal));
    });
  }

  /**
   * Sends the draft again and again, before Telegram removes it. Gives the function that stops
   * this.
   */
  function startRenewing(
    id: number,
    page: TelegramPage,
    options: PutOptions<TelegramMessageRef, TelegramPage>,
  ): ShownDraft['stopRenewing'] {
    let renewal = Promise.resolve();
    let cancelTimer = () => {};

    function scheduleRenewal(): void {
      cancelTimer = clock.after(RENEW_AFTER_MS * timeScale, () => {
        renewal = sendDraft(id, page, options).catch(() => {});
        scheduleRenewal();
      });
    }

    function stop(): void {
      cancelTimer();
      options.signal.removeEventListener('abort', stop);
    }

    options.signal.addEventListener('abort', stop, { once: true });
    scheduleRenewal();

    return () => {
      stop();
      return renewal;
    };
  }

  return {
    ...surface,

    budget() {
      const budget = surface.budget();
      if (chatsWithoutDrafts.has(chatId)) return budget;
      return { ...budget, previews: draftBudget(topic, timeScale) };
    },

    put(message, page, options) {
      const isDraft = !message || message.isDraft === true;
      const canDraft = isDraft && !chatsWithoutDrafts.has(chatId);
      return options.state === 'growing' && canDraft
        ? putDraftOrMessage(page, options)
        : putMessage(message, page, options);
    },

    async remove(message, calls) {
      await releaseDraft();
      await surface.remove(message, calls);
    },

    // A draft itself shows that an answer is under way, and draws on the limit of typing.
    showTyping: (until) => surface.showTyping(AbortSignal.any([until, firstDraft.signal])),
  };
}

/** True if the error means that the chat takes no drafts. */
function isRefusal(error: unknown): boolean {
  return error instanceof PlatformError && ['forbidden', 'invalid', 'gone'].includes(error.kind);
}

/** The same id for every write of the same page. Telegram does not allow 0. */
function draftIdOf(key: string): number {
  return (createHash('sha256').update(key).digest().readUInt32BE() >>> 1) + 1;
}
