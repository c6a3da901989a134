import { type Api, InputFile } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Address } from '../../../contracts/address.ts';
import type {
  Controls,
  EditBudget,
  PutOptions,
  ReplySurface,
} from '../../../contracts/reply-surface.ts';
import { PlatformError } from '../../../errors.ts';
import type { Lru } from '../../../lib/lru.ts';
import type { AttachedFile } from '../../../markdown/paged-dialect.ts';
import { texts } from '../../../texts/texts.ts';
import { grammySignal } from '../connection/connect.ts';
import { isNotModified } from '../connection/telegram-error.ts';
import type { TelegramMessageRef } from '../message-ref.ts';
import type { ApiCalls } from './api-calls.ts';
import type { MessageFormat, MessageTarget } from './message-kind.ts';
import { sendTargetOf } from './send-target.ts';
import type { ShowTyping } from './typing.ts';

export interface TelegramSurfaceParts {
  readonly api: Api;
  readonly call: ApiCalls;
  /** As `call` notes them. */
  readonly moved: Lru<string, string>;
  readonly showTyping: ShowTyping;
  readonly timeScale: number;
}

/**
 * Sends and edits messages. Telegram has no way to find out whether a create arrived (`mayExist`), and its ephemeral
 * messages do not reach everybody, so `onlyAsker` shows to all.
 */
export function createTelegramSurface<Page extends { readonly file?: AttachedFile }>(
  address: Address,
  messages: MessageFormat<Page>,
  parts: TelegramSurfaceParts,
): ReplySurface<Page, TelegramMessageRef> {
  const { api, call, moved } = parts;
  const { chatId: addressed, threadId } = sendTargetOf(address.channel);
  const topic = threadId === undefined ? {} : { message_thread_id: threadId };
  const currentChat = () => moved.get(addressed) ?? addressed;
  const chatOf = ({ chatId }: TelegramMessageRef) => chatId ?? addressed;

  const budget = budgetOf(addressed, parts.timeScale);

  async function create(page: Page, options: PutOptions): Promise<TelegramMessageRef> {
    const { signal, controls } = options;
    const { file } = page;
    const chatId = currentChat();
    const question = chatId === addressed ? replyTo(address, options) : {};
    const target = {
      chatId,
      extras: { ...topic, ...question, ...keyboard(controls) },
      signal: grammySignal(signal),
    };
    const method = file ? 'sendDocument' : messages.sendMethod;
    const send = () => (file ? sendFile(api, file, target) : messages.send(api, page, target));
    try {
      const { message_id: messageId } = await call({ method, chatId, signal }, send);
      return { messageId: String(messageId), chatId, ...(file && { isFile: true }) };
    } catch (error) {
      return create(currentChat() === chatId ? insteadOf(page, error) : page, options);
    }
  }

  /** What is shown of a page that Telegram refused: a sentence, where files are forbidden. */
  function insteadOf({ file }: Page, error: unknown): Page {
    const [page] =
      file && isForbidden(error)
        ? messages.dialect.open().update(texts.fileForbidden, 'final')
        : [];
    if (!page) throw error;
    return page;
  }

  /** A text does not become a file, nor a file another one: it makes way for a new message. */
  async function makeWay(place: TelegramMessageRef): Promise<never> {
    await remove(place).catch((error: unknown) => {
      // One that is older than two days stays.
      if (!isForbidden(error)) throw error;
    });
    throw new PlatformError('A message of Telegram made way for one of another kind.', {
      kind: 'gone',
      platform: 'telegram',
    });
  }

  async function edit(
    place: TelegramMessageRef,
    page: Page,
    options: PutOptions,
  ): Promise<TelegramMessageRef> {
    const { signal, controls } = options;
    const chatId = chatOf(place);
    if (page.file || place.isFile === true) return makeWay(place);
    // A supergroup counts its messages anew: what stands in the old group can no longer be reached.
    if (moved.has(chatId)) return create(page, options);
    // Without its keyboard, an edit would remove it.
    const target = {
      chatId,
      messageId: Number(place.messageId),
      extras: keyboard(controls),
      signal: grammySignal(signal),
    };
    try {
      await call({ method: 'editMessageText', chatId, signal }, () =>
        messages.edit(api, page, target).catch(passNotModified),
      );
      return place;
    } catch (error) {
      if (!moved.has(chatId)) throw error;
      return create(page, options);
    }
  }

  async function remove(place: TelegramMessageRef): Promise<void> {
    const chatId = chatOf(place);
    if (place.isDraft || moved.has(chatId)) return;
    try {
      await call({ method: 'deleteMessage', chatId }, () =>
        api.deleteMessage(chatId, Number(place.messageId)),
      );
    } catch (error) {
      if (!(error instanceof PlatformError && error.kind === 'gone')) throw error;
    }
  }

  return {
    dialect: messages.dialect,
    budget: () => budget,
    put: (place, page, options) =>
      place && !place.isDraft ? edit(place, page, options) : create(page, options),
    remove,
    showTyping: (until) =>
      parts.showTyping({ ...sendTargetOf(address.channel), chatId: currentChat() }, until),
  };
}

/**
 * Telegram's FAQ: one message a second in a chat, 20 a minute in a group, 30 a second in all; edits count as messages do
 * (tdlib/td#2592), and all topics of a forum as one chat. Bursts of three were seen to pass. The gaps are those that won `npm run bench -- pace`.
 */
function budgetOf(chatId: string, timeScale: number): EditBudget {
  // Ids of private chats are those of their people; all others are negative.
  const isGroup = chatId.startsWith('-');
  return {
    scope: `telegram:${chatId}`,
    calls: isGroup ? 20 : 62,
    windowMs: 60_000 * timeScale,
    burst: { calls: 3, refillMs: 1_000 * timeScale },
    gapMs: (isGroup ? 1_200 : 700) * timeScale,
    gapGrowth: isGroup
      ? { factor: 1.15, longestMs: 4_000 * timeScale }
      : { factor: 1.05, longestMs: 1_000 * timeScale },
    overall: { scope: 'telegram', calls: 30, windowMs: 1_000 * timeScale },
  };
}

/** The only page that is no message of text. */
function sendFile(
  api: Api,
  { name, markdown }: AttachedFile,
  { chatId, extras, signal }: MessageTarget,
) {
  return api.sendDocument(chatId, new InputFile(Buffer.from(markdown), name), extras, signal);
}

function isForbidden(error: unknown): boolean {
  return error instanceof PlatformError && error.kind === 'forbidden';
}

function passNotModified(error: unknown): void {
  if (!isNotModified(error)) throw error;
}

/** Only the first message of an answer hangs on its question, which may be deleted by then. */
function replyTo({ questionId }: Address, { after }: PutOptions) {
  if (questionId === undefined || after) return {};
  return {
    reply_parameters: { message_id: Number(questionId), allow_sending_without_reply: true },
  };
}

function keyboard(controls: Controls | undefined): { reply_markup?: InlineKeyboardMarkup } {
  if (!controls || controls.length === 0) return {};
  const rows = controls.map((row) =>
    row.map(({ id, label, style }) => ({
      text: label,
      callback_data: id,
      ...(style && { style }),
    })),
  );
  return { reply_markup: { inline_keyboard: rows } };
}
