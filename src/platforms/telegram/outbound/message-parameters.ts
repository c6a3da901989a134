import type {
  EphemeralMessageParameters,
  InlineKeyboardMarkup,
  ReplyParameters,
} from 'grammy/types';
import type { Address } from '../../../contracts/address.ts';
import type { Button, Controls } from '../../../contracts/reply-surface.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { entryId } from '../entry-id.ts';

/** Two labels of this length stand in one row of a phone. */
const MAX_NARROW_CHARACTERS = 18;

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

  const keyboard: InlineKeyboardMarkup['inline_keyboard'] = controls
    .flatMap(splitMenus)
    .map((row) =>
      row.map(({ id, label, style }) => omitUndefined({ text: label, callback_data: id, style })),
    );
  return { reply_markup: { inline_keyboard: keyboard } };
}

/** A menu becomes rows with a button for each entry. */
function splitMenus(row: readonly Button[]): readonly (readonly Button[])[] {
  const [first] = row;
  if (!first?.entries) return [row];

  const buttons = first.entries.map(({ value, label, isSelected }) => ({
    id: entryId(first.id, value),
    label: isSelected ? `✓ ${label}` : label,
  }));
  const isNarrow = buttons.every(({ label }) => label.length <= MAX_NARROW_CHARACTERS);
  const perRow = isNarrow ? 2 : 1;
  return Array.from({ length: Math.ceil(buttons.length / perRow) }, (_, index) =>
    buttons.slice(index * perRow, (index + 1) * perRow),
  );
}
