import type {
  EphemeralMessageParameters,
  InlineKeyboardMarkup,
  ReplyParameters,
} from 'grammy/types';
import type { Address } from '../../../contracts/address.ts';
import type { Controls } from '../../../contracts/reply-surface.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';

/** The parameters of Telegram's methods that messages of every format can have. */
export interface MessageParameters {
  readonly message_thread_id?: number;
  readonly direct_messages_topic_id?: number;
  readonly reply_parameters?: ReplyParameters;
  readonly reply_markup?: InlineKeyboardMarkup;
  readonly ephemeral_message_parameters?: EphemeralMessageParameters;
}

/** Makes a message a reply to the question, even if the question was deleted meanwhile. */
export function replyParameters({ questionId }: Address): MessageParameters {
  if (questionId === undefined) return {};

  return {
    reply_parameters: { message_id: Number(questionId), allow_sending_without_reply: true },
  };
}

/** The buttons below a message. */
export function keyboardParameters(controls: Controls | undefined): MessageParameters {
  if (!controls || controls.length === 0) return {};

  const keyboard: InlineKeyboardMarkup['inline_keyboard'] = controls.map((row) =>
    row.map(({ id, label, style }) => omitUndefined({ text: label, callback_data: id, style })),
  );
  return { reply_markup: { inline_keyboard: keyboard } };
}
