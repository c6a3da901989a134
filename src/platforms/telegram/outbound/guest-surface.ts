import type { Api } from 'grammy';
import type { InlineQueryResultArticle, LinkPreviewOptions } from 'grammy/types';
import type { Address } from '../../../contracts/address.ts';
import type { Language } from '../../../contracts/language.ts';
import type { PutOptions, ReplySurface } from '../../../contracts/reply-surface.ts';
import { PlatformError } from '../../../errors.ts';
import { placeIdOf } from '../../../lib/personal-channel.ts';
import { textsIn } from '../../../texts/index.ts';
import { grammySignal } from '../connection/connect.ts';
import { markGuest } from '../guest-mark.ts';
import type { TelegramMessageRef } from '../message-ref.ts';
import { type TelegramPage, telegramDialect } from '../rendering/dialect.ts';
import { limitToOneMessage } from '../rendering/limit-to-one-message.ts';
import type { ApiCalls } from './api-calls.ts';
import { messageBudget } from './budgets.ts';
import { keyboardParameters } from './message-parameters.ts';
import { entitiesParameter } from './text-messages.ts';
import { toEditResult } from './to-edit-result.ts';

/** The parts of the surfaces of guests. */
interface GuestSurfaceParts {
  readonly api: Api;
  readonly apiCalls: ApiCalls;
  readonly timeScale: number;
  readonly language: Language;
}

const NO_PREVIEW: LinkPreviewOptions = { is_disabled: true };
const dialect = limitToOneMessage(telegramDialect);

/**
 * Answers a question in a chat where the bot is no member: by one message, which then grows by edits. Telegram
 * takes one answer to a query, so a text that needs more messages is cut, and says so. Everybody in the chat sees
 * it. A bot that dies between its answer and the save of it cannot reach that message any more.
 */
export function createGuestSurface(
  { channel, interaction }: Address,
  { api, apiCalls, timeScale, language }: GuestSurfaceParts,
): ReplySurface<TelegramPage, TelegramMessageRef> {
  const chatId = placeIdOf(channel);
  const budget = messageBudget({ chatId }, timeScale);

  const keyboardOf = ({ controls }: Pick<PutOptions, 'controls'>) =>
    keyboardParameters(controls && markGuest(controls, channel.id));

  async function create(
    page: TelegramPage,
    options: PutOptions<TelegramMessageRef, TelegramPage>,
  ): Promise<TelegramMessageRef> {
    if (!interaction || page.file || options.after) throw onlyOneMessage();

    const result: InlineQueryResultArticle = {
      type: 'article',
      id: '1',
      title: textsIn(language).guest.answerTitle,
      input_message_content: {
        message_text: page.text,
        link_preview_options: NO_PREVIEW,
        ...entitiesParameter(page),
      },
      ...keyboardOf(options),
    };
    const call = { method: 'answerGuestQuery', chatId, signal: options.signal };
    await options.beforeCall?.(true);
    const sent = await apiCalls
      .run(call, () => api.answerGuestQuery(interaction.id, result, grammySignal(options.signal)))
      .catch((error: unknown) => {
        // The query is too old, or was answered: no later try can help.
        if (error instanceof PlatformError && error.kind === 'invalid') throw asGone(error);
        throw error;
      });
    return { messageId: sent.inline_message_id, isInline: true };
  }

  async function edit(
    message: TelegramMessageRef,
    page: TelegramPage,
    options: Pick<PutOptions, 'controls' | 'signal' | 'beforeCall'>,
  ): Promise<TelegramMessageRef> {
    if (page.file) throw onlyOneMessage();
    const parameters = {
      link_preview_options: NO_PREVIEW,
      ...entitiesParameter(page),
      ...keyboardOf(options),
    };
    const { signal, beforeCall } = options;
    await beforeCall?.(false);
    const isEdited = await apiCalls.run({ method: 'editMessageText', chatId, signal }, () =>
      api
        .editMessageTextInline(message.messageId, page.text, parameters, grammySignal(signal))
        .then(() => true, toEditResult),
    );
    if (!isEdited) throw onlyOneMessage();
    return message;
  }

  return {
    dialect,
    language,
    firstWriteWithinMs: FIRST_WRITE_WITHIN_MS,
    budget: () => budget,
    put: (message, page, options) =>
      message ? edit(message, page, options) : create(page, options),

    // Telegram gives bots no way to delete such a message.
    async remove(message, calls) {
      const [page] = dialect.open().update(textsIn(language).removed, 'final');
      const signal = AbortSignal.timeout(REMOVE_TIMEOUT_MS);
      if (page) await edit(message, page, { ...calls, signal });
    },

    async removeControls({ messageId }, { beforeCall } = {}) {
      await beforeCall?.(false);
      await apiCalls.run({ method: 'editMessageReplyMarkup', chatId }, () =>
        api.editMessageReplyMarkupInline(messageId).catch(toEditResult),
      );
    },

    // Telegram shows no "typing" of guests.
    showTyping: () => {},
  };
}

const REMOVE_TIMEOUT_MS = 20_000;
/**
 * Telegram documents no time, but slow answers come too late:
 * https://github.com/NousResearch/hermes-agent/issues/21587 (comment of 2026-05-27).
 */
const FIRST_WRITE_WITHIN_MS = 4_000;

function onlyOneMessage(): PlatformError {
  return new PlatformError('Telegram takes one message of a guest for a question.', {
    kind: 'gone',
    platform: 'telegram',
  });
}

function asGone({ message }: PlatformError): PlatformError {
  return new PlatformError(message, { kind: 'gone', platform: 'telegram' });
}
