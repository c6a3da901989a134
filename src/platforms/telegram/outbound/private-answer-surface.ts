import type { Address } from '../../../contracts/address.ts';
import type { ReplySurface } from '../../../contracts/reply-surface.ts';
import type { TelegramMessageRef } from '../message-ref.ts';
import type { TelegramPage } from '../rendering/dialect.ts';
import type { CallbackAnswers } from './callback-answers.ts';

/**
 * Decorates the surface of a button press: shows a page that is only for the person who pressed as
 * the answer to their callback query, if that is still open. Writes everything else to `surface`.
 */
export function createPrivateAnswerSurface(
  surface: ReplySurface<TelegramPage, TelegramMessageRef>,
  { interaction }: Address,
  callbackAnswers: CallbackAnswers,
): ReplySurface<TelegramPage, TelegramMessageRef> {
  if (!interaction) return surface;

  return {
    ...surface,

    async put(message, page, options) {
      const isPrivate = !message && options.onlyAsker === true;
      const isShown = isPrivate && (await callbackAnswers.answer(interaction.id, page.text));
      return isShown ? { messageId: interaction.id } : surface.put(message, page, options);
    },
  };
}
