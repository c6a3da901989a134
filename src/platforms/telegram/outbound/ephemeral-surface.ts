import type { Address } from '../../../contracts/address.ts';
import type { PutOptions, ReplySurface } from '../../../contracts/reply-surface.ts';
import { PlatformError } from '../../../errors.ts';
import type { EphemeralRef, TelegramMessageRef } from '../message-ref.ts';
import type { TelegramPage } from '../rendering/dialect.ts';
import type { EphemeralMessages } from './ephemeral-messages.ts';

type TextSurface = ReplySurface<TelegramPage, TelegramMessageRef>;
type TextPutOptions = PutOptions<TelegramMessageRef, TelegramPage>;

/**
 * Decorates a surface: shows the pages that are only for the person who asks to nobody else, where Telegram
 * can do that, and reaches the messages that it showed like this. Writes everything else to `surface`.
 */
export function createEphemeralSurface(
  surface: TextSurface,
  address: Address,
  ephemeralMessages: EphemeralMessages,
): TextSurface {
  async function create(page: TelegramPage, options: TextPutOptions): Promise<TelegramMessageRef> {
    const sent = await ephemeralMessages.send(address, page, options);
    return sent ?? surface.put(undefined, page, options);
  }

  /** What one person saw never becomes a message for all, so this fails as `forbidden` and not as `gone`. */
  async function edit(
    message: EphemeralRef,
    page: TelegramPage,
    options: TextPutOptions,
  ): Promise<TelegramMessageRef> {
    const isEdited = !page.file && (await tryToEdit(message, page, options));
    if (isEdited) return message;

    const replacement = await ephemeralMessages.send(address, page, options);
    // Telegram forgets such messages by itself.
    await ephemeralMessages.remove(message, options).catch(() => {});
    if (replacement) return replacement;
    throw new PlatformError('Telegram no longer edits this ephemeral message.', {
      kind: 'forbidden',
      platform: 'telegram',
    });
  }

  async function tryToEdit(
    message: EphemeralRef,
    page: TelegramPage,
    options: TextPutOptions,
  ): Promise<boolean> {
    try {
      return await ephemeralMessages.edit(message, page, options);
    } catch (error) {
      if (error instanceof PlatformError && error.kind === 'gone') return false;
      throw error;
    }
  }

  return {
    ...surface,

    put(message, page, options) {
      if (message && isEphemeral(message)) return edit(message, page, options);
      // What follows a message that one person sees is for the same person.
      const followsOne = options.after !== undefined && isEphemeral(options.after);
      const isForAsker = !message && (options.onlyAsker === true || followsOne);
      return isForAsker ? create(page, options) : surface.put(message, page, options);
    },

    remove: (message, calls) =>
      isEphemeral(message)
        ? ephemeralMessages.remove(message, calls)
        : surface.remove(message, calls),

    async removeControls(message, calls) {
      if (isEphemeral(message)) await ephemeralMessages.removeControls(message, calls);
      else await surface.removeControls?.(message, calls);
    },
  };
}

function isEphemeral(message: TelegramMessageRef): message is EphemeralRef {
  return message.receiverId !== undefined;
}
