import type { Api } from 'grammy';
import type { WriteCalls } from '../../../contracts/reply-surface.ts';
import { PlatformError } from '../../../errors.ts';
import type { TelegramMessageRef } from '../message-ref.ts';
import type { ApiCalls } from './api-calls.ts';
import type { MessageFormat } from './message-format.ts';
import { toEditResult } from './to-edit-result.ts';

interface RemovalParts<Page> {
  readonly api: Api;
  readonly apiCalls: ApiCalls;
  readonly format: MessageFormat<Page>;
  readonly chatId: string;
  /** Takes the place of a text that cannot be removed. */
  readonly sentence: Page | undefined;
}

/**
 * Removes a message. Telegram forbids the removal of messages older than two days, but not their edits. So a text that
 * is no longer true makes way for a sentence, without buttons.
 *
 * @throws A `PlatformError`.
 */
export async function removeMessage<Page>(
  message: TelegramMessageRef,
  { api, apiCalls, format, chatId, sentence }: RemovalParts<Page>,
  calls: WriteCalls,
): Promise<void> {
  const messageId = Number(message.messageId);

  async function blank(refusal: PlatformError): Promise<void> {
    if (message.isFile || !sentence) throw refusal;

    const target = { chatId, messageId, parameters: {}, signal: undefined };
    await calls.beforeCall?.(false);
    const isBlank = await apiCalls.run({ method: 'editMessageText', chatId }, () =>
      format.edit(api, sentence, target).then(() => true, toEditResult),
    );
    if (!isBlank) throw refusal;
  }

  try {
    await calls.beforeCall?.(false);
    await apiCalls.run({ method: 'deleteMessage', chatId }, () =>
      api.deleteMessage(chatId, messageId),
    );
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    if (error.kind === 'forbidden') return blank(error);
    if (error.kind !== 'gone') throw error;
  }
}
