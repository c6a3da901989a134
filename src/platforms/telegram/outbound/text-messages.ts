import { type TelegramPage, telegramDialect } from '../rendering/dialect.ts';
import type { MessageFormat } from './message-format.ts';

const NO_PREVIEW = { link_preview_options: { is_disabled: true } } as const;

/** Texts with entities. */
export const textMessages: MessageFormat<TelegramPage> = {
  dialect: telegramDialect,
  sendMethod: 'sendMessage',
  send: (api, page, { chatId, extras, signal }) =>
    api.sendMessage(
      chatId,
      page.text,
      { ...NO_PREVIEW, ...entitiesParameter(page), ...extras },
      signal,
    ),
  edit: (api, page, { chatId, messageId, extras, signal }) =>
    api.editMessageText(
      chatId,
      messageId,
      page.text,
      { ...NO_PREVIEW, ...entitiesParameter(page), ...extras },
      signal,
    ),
};

/** How its text is formatted, as Telegram takes it. */
export function entitiesParameter({ entities }: TelegramPage) {
  return entities ? { entities: [...entities] } : {};
}
