import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import { badRequest } from './api-error.ts';
import { isObject, type JsonObject, type Params, readObject } from './params.ts';
import { normaliseLink } from './text/normalise-link.ts';
import type { InlineButton, Keyboard } from './wire.ts';

const MAX_BUTTONS = 100;
const MAX_CALLBACK_DATA_BYTES = 64;
const BUTTON_STYLES: readonly unknown[] = ['danger', 'success', 'primary', undefined];
/**
 * The actions of a button besides sending data and opening an address. Their values are not
 * checked.
 */
const OTHER_ACTIONS = [
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
  'disabled',
];
/** The keyboards that are not inline. */
const OTHER_MARKUPS = ['keyboard', 'remove_keyboard', 'force_reply'];

/**
 * Reads the inline keyboard of a call. Other keyboards are accepted when a message is sent
 * (`onlyInline` false), but not shown.
 *
 * @throws An `ApiError` when the keyboard is not valid.
 */
export function readKeyboard(params: Params, onlyInline: boolean): Keyboard | undefined {
  const markup = readObject(params, 'reply_markup', 'reply markup');
  if (!markup) return undefined;
  const rows = markup.inline_keyboard;
  if (rows === undefined) {
    if (onlyInline && OTHER_MARKUPS.some((name) => name in markup))
      throw badRequest('inline keyboard expected');
    return undefined;
  }
  if (!Array.isArray(rows))
    throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array');

  const keyboard = rows.map(readRow).filter((row) => row.length > 0);
  if (keyboard.flat().length > MAX_BUTTONS) throw badRequest('reply markup is too long');
  return keyboard.length > 0 ? keyboard : undefined;
}

function readRow(row: unknown): readonly InlineButton[] {
  if (!Array.isArray(row)) {
    throw badRequest(
      'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    );
  }
  return row.map((button) => {
    if (!isObject(button)) throw unparsable('InlineKeyboardButton must be an Object');
    return readButton(button);
  });
}

const unparsable = (reason: string) => badRequest(`can't parse inline keyboard button: ${reason}`);

function readButton(button: JsonObject): InlineButton {
  const { text, callback_data: data, url, style } = button;
  if (typeof text !== 'string') throw unparsable('Field "text" must be of type String');
  if (text.trim() === '') throw badRequest('BUTTON_TEXT_INVALID');
  if (!BUTTON_STYLES.includes(style)) throw badRequest('BUTTON_STYLE_INVALID');

  const label = omitUndefined({ text, style: typeof style === 'string' ? style : undefined });
  if (typeof data === 'string') {
    const bytes = Buffer.byteLength(data);
    if (bytes < 1 || bytes > MAX_CALLBACK_DATA_BYTES) throw badRequest('BUTTON_DATA_INVALID');
    return { ...label, callback_data: data };
  }

  if (typeof url === 'string') {
    if (normaliseLink(url) === undefined)
      throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
    return { ...label, url };
  }

  const action = OTHER_ACTIONS.find((name) => name in button);
  if (action === undefined) throw unparsable('Text buttons are unallowed in the inline keyboard');
  return { ...label, [action]: button[action] };
}
