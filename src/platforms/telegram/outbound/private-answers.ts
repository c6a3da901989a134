import type { Address } from '../../../contracts/address.ts';
import type { ReplySurface } from '../../../contracts/reply-surface.ts';
import type { TelegramMessageRef } from '../message-ref.ts';
import type { TelegramPage } from '../rendering/dialect.ts';
import type { CallbackAnswers } from './callback-answers.ts';

/** What is only for who pressed a button is shown in the answer to the press, as long as that can be given; all else as before. */
export function withPrivateAnswers(
  surface: ReplySurface<TelegramPage, TelegramMessageRef>,
  { interaction }: Address,
  presses: CallbackAnswers,
): ReplySurface<TelegramPage, TelegramMessageRef> {
  if (!interaction) return surface;
  return {
    ...surface,
    async put(place, page, options) {
      const isForAsker = !place && options.onlyAsker === true;
      const isTold = isForAsker && (await presses.answer(interaction.id, page.text));
      return isTold ? { messageId: interaction.id } : surface.put(place, page, options);
    },
  };
}
