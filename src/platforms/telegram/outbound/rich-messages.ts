import { GrammyError } from 'grammy';
import type { InputRichMessage } from 'grammy/types';
import { PlatformError } from '../../../errors.ts';
import { isNotModified, migratedTo, toTelegramError } from '../connection/telegram-error.ts';
import { type RichPage, richDialect } from '../rendering/rich/rich-dialect.ts';
import type { MessageFormat } from './message-format.ts';
import type { RichSupport } from './rich-support.ts';

const sendMethod = 'sendRichMessage';

/** Rich messages; what Telegram refuses about one is `unsupported`, and noted in `use`. */
export function createRichMessages(use: RichSupport): MessageFormat<RichPage> {
  const noted = (chatId: string) => (error: unknown) => {
    if (!isRefusal(error)) throw error;
    const { error_code: code, description } = error;
    use.recordRefusal(chatId, `${code} ${description}`, code === 404);
    const message = `Telegram refused a rich message: ${code} ${description}`;
    throw new PlatformError(message, { kind: 'unsupported', platform: 'telegram' });
  };
  return {
    dialect: richDialect,
    sendMethod,
    send: (api, page, { chatId, extras, signal }) =>
      api.sendRichMessage(chatId, messageOf(page), extras, signal).catch(noted(chatId)),
    edit: (api, page, { chatId, messageId, extras, signal }) =>
      api.editMessageText(chatId, messageId, messageOf(page), extras, signal).catch(noted(chatId)),
  };
}

/** Names of files would become links, and names of people would notify them: links are in the blocks. */
function messageOf({ blocks, isRightToLeft }: RichPage): InputRichMessage {
  return {
    blocks: [...blocks],
    skip_entity_detection: true,
    ...(isRightToLeft && { is_rtl: true }),
  };
}

/** Whatever is wrong with it may be right as a text: older servers answer in many words. They know no such method: 404. */
function isRefusal(error: unknown): error is GrammyError {
  if (!(error instanceof GrammyError) || isNotModified(error) || migratedTo(error) !== undefined)
    return false;
  const { error_code: code, description } = error;
  if (code === 400 || code === 403)
    return /rich/i.test(description) || toTelegramError(sendMethod, error).kind === 'invalid';
  return code === 404;
}
