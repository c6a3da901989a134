import { GrammyError } from 'grammy';
import type { InputRichMessage } from 'grammy/types';
import { PlatformError } from '../../../errors.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import {
  isNotModified,
  migratedTo,
  refusesEdit,
  refusesKeyboard,
  refusesReply,
  toTelegramError,
} from '../connection/telegram-error.ts';
import { type RichPage, richDialect } from '../rendering/rich/rich-dialect.ts';
import type { MessageFormat } from './message-format.ts';
import type { RichSupport } from './rich-support.ts';

const SEND_METHOD = 'sendRichMessage';

/**
 * Rich messages. When Telegram refuses one, the call fails as `unsupported`, and `support` records
 * it.
 */
export function createRichMessages(support: RichSupport): MessageFormat<RichPage> {
  /** Handles a failed call in `chatId`. */
  function failWith(chatId: string, error: unknown): never {
    if (!isRichRefusal(error)) throw error;

    const { error_code: status, description } = error;
    const reason = `${status} ${description}`;
    support.recordRefusal(chatId, { reason, isServerWide: status === 404 });
    throw new PlatformError(`Telegram refused a rich message: ${reason}`, {
      kind: 'unsupported',
      platform: 'telegram',
    });
  }

  return {
    dialect: richDialect,
    sendMethod: SEND_METHOD,

    send: (api, page, { chatId, parameters, signal }) =>
      api
        .sendRichMessage(chatId, toRichMessage(page), parameters, signal)
        .catch((error: unknown) => failWith(chatId, error)),

    edit: (api, page, { chatId, messageId, parameters, signal }) =>
      api
        .editMessageText(chatId, messageId, toRichMessage(page), parameters, signal)
        .catch((error: unknown) => failWith(chatId, error)),
  };
}

/**
 * Switches Telegram's own search for entities off: it would turn names of files into links, and
 * notify people by their names. The blocks hold the right links already.
 */
function toRichMessage({ blocks, isRightToLeft }: RichPage): InputRichMessage {
  return omitUndefined({
    blocks: [...blocks],
    skip_entity_detection: true,
    is_rtl: isRightToLeft,
  });
}

/**
 * Telegram refused the message because it is rich, so a plain one may work. Older servers say so in
 * many ways; those that lack the method answer 404.
 */
function isRichRefusal(error: unknown): error is GrammyError {
  if (!(error instanceof GrammyError) || isNotModified(error) || migratedTo(error) !== undefined)
    return false;
  if (refusesReply(error) || refusesKeyboard(error) || refusesEdit(error)) return false;

  const { error_code: status, description } = error;
  if (status === 400 || status === 403)
    return /rich/i.test(description) || toTelegramError(SEND_METHOD, error).kind === 'invalid';
  return status === 404;
}
