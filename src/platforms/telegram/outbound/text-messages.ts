import type { MessageEntity } from 'grammy/types';
import { type TelegramPage, telegramDialect } from '../rendering/dialect.ts';
import type { MessageFormat } from './message-format.ts';

/** Switches the preview of web pages off. */
export const NO_PREVIEW = { link_preview_options: { is_disabled: true } } as const;

/** Messages of text with entities. */
export const textMessages: MessageFormat<TelegramPage> = {
  dialect: telegramDialect,
  sendMethod: 'sendMessage',
  toPlain: ({ text, entities }) => entities && { text },

  send(api, page, { chatId, parameters, signal }) {
    const all = { ...NO_PREVIEW, ...entitiesParameter(page), ...parameters };
    return api.sendMessage(chatId, page.text, all, signal);
  },

  edit(api, page, { chatId, messageId, parameters, signal }) {
    const all = { ...NO_PREVIEW, ...entitiesParameter(page), ...parameters };
    return api.editMessageText(chatId, messageId, page.text, all, signal);
  },
};

/** The formatting of a page, as a parameter of Telegram's methods. Empty for plain text. */
export function entitiesParameter({ entities }: TelegramPage): { entities?: MessageEntity[] } {
  return entities ? { entities: [...entities] } : {};
}
