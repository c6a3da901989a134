import type { Api } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Address } from '../../contracts/address.ts';
import type { Controls, EditBudget, Place, PutOptions, ReplySurface } from '../../contracts/reply-surface.ts';
import { PlatformError } from '../../errors.ts';
import type { Lru } from '../../lib/lru.ts';
import { grammySignal } from './connect.ts';
import type { Call } from './create-call.ts';
import type { ShowTyping } from './create-typing.ts';
import { type TelegramPage, telegramDialect } from './dialect.ts';
import { targetOf } from './target.ts';
import { isNotModified } from './to-platform-error.ts';

export interface SurfaceParts {
  readonly api: Api;
  readonly call: Call;
  /** As `call` notes them. */
  readonly moved: Lru<string, string>;
  readonly showTyping: ShowTyping;
  readonly timeScale: number;
}

const NO_PREVIEW = { link_preview_options: { is_disabled: true } } as const;

/**
 * Sends and edits messages. Telegram has no way to find out whether a create arrived (`mayExist`), and its ephemeral
 * messages do not reach everybody, so `onlyAsker` shows to all.
 */
export function createSurface(address: Address, parts: SurfaceParts): ReplySurface<TelegramPage> {
  const { api, call, moved } = parts;
  const { chatId: addressed, threadId } = targetOf(address.channel);
  const topic = threadId === undefined ? {} : { message_thread_id: threadId };
  const currentChat = () => moved.get(addressed) ?? addressed;
  const chatOf = ({ chatId }: Place) => (typeof chatId === 'string' ? chatId : addressed);

  async function create(page: TelegramPage, options: PutOptions): Promise<Place> {
    const { signal, controls } = options;
    const chatId = currentChat();
    const question = chatId === addressed ? replyTo(address, options) : {};
    const other = { ...NO_PREVIEW, ...topic, ...question, ...keyboard(controls) };
    try {
      const { message_id: messageId } = await call({ method: 'sendMessage', chatId, signal }, () =>
        api.sendMessage(chatId, page.text, other, grammySignal(signal)),
      );
      return { messageId: String(messageId), chatId };
    } catch (error) {
      if (currentChat() === chatId) throw error;
      return create(page, options);
    }
  }

  async function edit(place: Place, page: TelegramPage, options: PutOptions): Promise<Place> {
    const { signal, controls } = options;
    const chatId = chatOf(place);
    // A supergroup counts its messages anew: what stands in the old group can no longer be reached.
    if (moved.has(chatId)) return create(page, options);
    // Without its keyboard, an edit would remove it.
    const other = { ...NO_PREVIEW, ...keyboard(controls) };
    const messageId = Number(place.messageId);
    try {
      await call({ method: 'editMessageText', chatId, signal }, () =>
        api.editMessageText(chatId, messageId, page.text, other, grammySignal(signal)).catch(passNotModified),
      );
      return place;
    } catch (error) {
      if (!moved.has(chatId)) throw error;
      return create(page, options);
    }
  }

  async function remove(place: Place): Promise<void> {
    const chatId = chatOf(place);
    if (moved.has(chatId)) return;
    try {
      await call({ method: 'deleteMessage', chatId }, () => api.deleteMessage(chatId, Number(place.messageId)));
    } catch (error) {
      if (!(error instanceof PlatformError && error.kind === 'gone')) throw error;
    }
  }

  return {
    dialect: telegramDialect,
    budget: budgetOf(addressed, parts.timeScale),
    put: (place, page, options) => (place ? edit(place, page, options) : create(page, options)),
    remove,
    typing: (until) => parts.showTyping({ ...targetOf(address.channel), chatId: currentChat() }, until),
  };
}

/**
 * Telegram's FAQ: one message a second in a chat, 20 a minute in a group; edits count as messages do (tdlib/td#2592), and
 * all topics of a forum as one chat. Bursts of three were seen to pass;
 * one of them stays free, because calls that leave in time may arrive closer together.
 */
function budgetOf(chatId: string, timeScale: number): EditBudget {
  // Ids of private chats are those of their people; all others are negative.
  const isGroup = chatId.startsWith('-');
  return {
    scope: `telegram:${chatId}`,
    calls: isGroup ? 20 : 60,
    windowMs: 60_000 * timeScale,
    burst: { calls: 2, refillMs: 1_000 * timeScale },
    gapMs: (isGroup ? 3_100 : 1_100) * timeScale,
  };
}

function passNotModified(error: unknown): void {
  if (!isNotModified(error)) throw error;
}

/** Only the first message of an answer hangs on its question, which may be deleted by then. */
function replyTo({ questionId }: Address, { after }: PutOptions) {
  if (questionId === undefined || after) return {};
  return { reply_parameters: { message_id: Number(questionId), allow_sending_without_reply: true } };
}

function keyboard(controls: Controls | undefined): { reply_markup?: InlineKeyboardMarkup } {
  if (!controls || controls.length === 0) return {};
  const rows = controls.map((row) =>
    row.map(({ id, label, style }) => ({ text: label, callback_data: id, ...(style && { style }) })),
  );
  return { reply_markup: { inline_keyboard: rows } };
}
