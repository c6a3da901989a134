import type { Api } from 'grammy';
import type { InlineKeyboardMarkup, ReplyParameters } from 'grammy/types';
import type { Dialect } from '../../../contracts/dialect.ts';
import type { grammySignal } from '../connection/connect.ts';

/** What messages of every kind may have. */
export interface MessageExtras {
  readonly message_thread_id?: number;
  readonly reply_parameters?: ReplyParameters;
  readonly reply_markup?: InlineKeyboardMarkup;
}

export interface MessageTarget {
  readonly chatId: string;
  readonly extras: MessageExtras;
  readonly signal: ReturnType<typeof grammySignal>;
}

/** How pages of one dialect become messages. */
export interface MessageFormat<Page> {
  readonly dialect: Dialect<Page>;
  /** Telegram's name for the method, for error messages. */
  readonly sendMethod: string;
  send(api: Api, page: Page, target: MessageTarget): Promise<{ readonly message_id: number }>;
  edit(
    api: Api,
    page: Page,
    target: MessageTarget & { readonly messageId: number },
  ): Promise<unknown>;
}
