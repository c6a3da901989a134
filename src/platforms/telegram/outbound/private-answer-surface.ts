import type { Address } from '../../../contracts/address.ts';
import type { ReplySurface } from '../../../contracts/reply-surface.ts';
import type { TelegramMessageRef } from '../message-ref.ts';
import type { TelegramPage } from '../rendering/dialect.ts';
import type { CallbackAnswers } from './callback-answers.ts';
import type { EphemeralMessages } from './ephemeral-messages.ts';

/** Telegram's limit for the sentence of an answer to a callback query. */
const MAX_SENTENCE_LENGTH = 200;

/**
 * Decorates the surface of a button press: shows a page that is only for the person who pressed as
 * the answer to their callback query, if that is still open. A page that is too long for that, or has
 * buttons, goes to that person alone as a message, where Telegram can do that. Writes everything else to `surface`.
 */
export function createPrivateAnswerSurface(
  surface: ReplySurface<TelegramPage, TelegramMessageRef>,
  address: Address,
  callbackAnswers: CallbackAnswers,
  ephemeralMessages: EphemeralMessages,
): ReplySurface<TelegramPage, TelegramMessageRef> {
  const { interaction } = address;
  if (!interaction) return surface;

  return {
    ...surface,

    async put(message, page, options) {
      if (message?.receiverId !== undefined) {
        // Telegram forgets such messages. The person who pressed one then gets the words as an alert.
        return surface.put(message, page, options).catch(async (error: unknown) => {
          if (await callbackAnswers.answer(interaction.id, page.text)) return message;
          throw error;
        });
      }

      const isPrivate = !message && options.onlyAsker === true;
      if (!isPrivate) return surface.put(message, page, options);

      const isSentence =
        page.text.length <= MAX_SENTENCE_LENGTH && !page.file && !options.controls?.length;
      const sent = isSentence ? undefined : await ephemeralMessages.send(address, page, options);
      if (sent) return sent;

      const isShown = await callbackAnswers.answer(interaction.id, page.text);
      return isShown ? { messageId: interaction.id } : surface.put(message, page, options);
    },
  };
}
