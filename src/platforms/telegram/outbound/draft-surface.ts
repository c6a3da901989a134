import { createHash } from 'node:crypto';
import type { Api } from 'grammy';
import type { Address } from '../../../contracts/address.ts';
import type { EditBudget, PutOptions, ReplySurface } from '../../../contracts/reply-surface.ts';
import { PlatformError } from '../../../errors.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Lru } from '../../../lib/lru.ts';
import { grammySignal } from '../connection/connect.ts';
import type { TelegramMessageRef } from '../message-ref.ts';
import type { TelegramPage } from '../rendering/dialect.ts';
import type { ApiCalls } from './api-calls.ts';
import type { ChatCooldowns } from './cooldowns.ts';
import { sendTargetOf } from './send-target.ts';
import { formattingOf } from './text-messages.ts';

export interface DraftSurfaceParts {
  readonly api: Api;
  readonly clock: Clock;
  readonly timeScale: number;
  /** With penalties of its own: the limits of drafts and of messages are separate. */
  readonly call: ApiCalls;
  /** Those of messages, during which nothing at all is sent. */
  readonly penalties: ChatCooldowns;
  /** Chats that took a message and no draft: older servers know none. */
  readonly refusedIn: Lru<string, true>;
}

/** A draft is gone 30 s after its last update. */
const RENEW_AFTER_MS = 15_000;
/**
 * Typing and drafts in one chat, as Telegram's clients are told: 20 calls in 5 s and 40 in 30 s. Some stay free for typing and for the
 * draft that equals the message after it. Five drafts 0.3 s apart, and then one every 0.9 s, stay within both.
 */
const BUDGET = {
  calls: 36,
  windowMs: 30_000,
  gapMs: 300,
  gapGrowth: { factor: 1.25, longestMs: 900 },
};
const SHORT_LIMIT = { calls: 17, windowMs: 5_000 };

interface Standing {
  readonly id: number;
  readonly page: TelegramPage;
  /** Stops renewing it, once what is under way has arrived: a draft after its message would stand beside it as a ghost. */
  rest(): Promise<void>;
}

/**
 * In a private chat, what grows is a draft and only what stays is a message: smoother, and with Telegram's own Stop. Drafts are lost
 * with the process; Telegram forgets them by itself.
 */
export function createDraftSurface(
  plain: ReplySurface<TelegramPage, TelegramMessageRef>,
  address: Address,
  parts: DraftSurfaceParts,
): ReplySurface<TelegramPage, TelegramMessageRef> {
  const { chatId, threadId } = sendTargetOf(address.channel);
  const topic = threadId === undefined ? {} : { message_thread_id: threadId };
  const drafted = new AbortController();
  const isRefused = () => parts.refusedIn.get(chatId) === true;
  let standing: Standing | undefined;

  async function send(
    id: number,
    page: TelegramPage,
    { signal, controls }: Pick<PutOptions, 'signal' | 'controls'>,
  ) {
    const stop = controls?.length ? { can_stop: true, keep_on_stop: true } : {};
    await parts.call({ method: 'sendMessageDraft', chatId, signal }, () => {
      parts.penalties.check(chatId);
      const other = { ...topic, ...formattingOf(page), ...stop };
      return parts.api.sendMessageDraft(Number(chatId), id, page.text, other, grammySignal(signal));
    });
  }

  async function draft(page: TelegramPage, options: PutOptions): Promise<TelegramMessageRef> {
    const id = draftId(options.key);
    await standing?.rest();
    await send(id, page, options);
    drafted.abort();
    standing = { id, page, rest: renew(id, page, options) };
    return { messageId: `draft:${id}`, chatId, isDraft: true };
  }

  /** Sends it again and again. Gives what ends that. */
  function renew(id: number, page: TelegramPage, options: PutOptions): Standing['rest'] {
    let sending = Promise.resolve();
    let cancel = () => {};
    const plan = () => {
      cancel = parts.clock.after(RENEW_AFTER_MS * parts.timeScale, () => {
        sending = send(id, page, options).catch(() => {});
        plan();
      });
    };
    const end = () => {
      cancel();
      options.signal.removeEventListener('abort', end);
    };
    options.signal.addEventListener('abort', end, { once: true });
    plan();
    return () => {
      end();
      return sending;
    };
  }

  /** Clients let the message take the draft's place if both begin alike: the last draft equals the message. */
  async function persist(
    place: TelegramMessageRef | undefined,
    page: TelegramPage,
    options: PutOptions,
  ): Promise<TelegramMessageRef> {
    const last = standing;
    standing = undefined;
    await last?.rest();
    if (last && !plain.dialect.same(last.page, page))
      await send(last.id, page, options).catch(() => {});
    return plain.put(place, page, options);
  }

  async function preview(page: TelegramPage, options: PutOptions): Promise<TelegramMessageRef> {
    try {
      return await draft(page, options);
    } catch (error) {
      if (
        !(error instanceof PlatformError && ['forbidden', 'invalid', 'gone'].includes(error.kind))
      )
        throw error;
      // No draft comes any more, not even one that equals the message: it would stand after it.
      standing = undefined;
      const message = await plain.put(undefined, page, options);
      parts.refusedIn.set(chatId, true);
      return message;
    }
  }

  // Ids of private chats are those of their people; all others are negative.
  if (chatId.startsWith('-')) return plain;
  return {
    ...plain,
    budget(): EditBudget {
      return isRefused()
        ? plain.budget()
        : { ...plain.budget(), previews: previewBudget(chatId, parts.timeScale) };
    },
    put(place, page, options) {
      const isDraft = !place || place.isDraft === true;
      if (options.state === 'growing' && isDraft && !isRefused()) return preview(page, options);
      return persist(place, page, options);
    },
    async remove(place) {
      const last = standing;
      standing = undefined;
      await last?.rest();
      await plain.remove(place);
    },
    // Drafts show by themselves that an answer is under way, and draw on the limit of typing.
    showTyping: (until) => plain.showTyping(AbortSignal.any([until, drafted.signal])),
  };
}

function previewBudget(chatId: string, timeScale: number): NonNullable<EditBudget['previews']> {
  const scope = `telegram:${chatId}:drafts`;
  return {
    scope,
    overall: { scope, calls: SHORT_LIMIT.calls, windowMs: SHORT_LIMIT.windowMs * timeScale },
    calls: BUDGET.calls,
    windowMs: BUDGET.windowMs * timeScale,
    gapMs: BUDGET.gapMs * timeScale,
    gapGrowth: {
      factor: BUDGET.gapGrowth.factor,
      longestMs: BUDGET.gapGrowth.longestMs * timeScale,
    },
  };
}

/** The same for the same page; not 0. */
function draftId(key: string): number {
  return (createHash('sha256').update(key).digest().readUInt32BE() >>> 1) + 1;
}
