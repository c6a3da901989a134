import type { Api } from 'grammy';
import type { Address } from '../../../contracts/address.ts';
import type { AttachedFile } from '../../../contracts/dialect.ts';
import type { Language } from '../../../contracts/language.ts';
import type { PutOptions, ReplySurface, WriteCalls } from '../../../contracts/reply-surface.ts';
import { PlatformError } from '../../../errors.ts';
import { isAttachedPicture } from '../../../markdown/pages/is-attached-picture.ts';
import { textsIn } from '../../../texts/index.ts';
import { grammySignal } from '../connection/connect.ts';
import type { TelegramMessageRef } from '../message-ref.ts';
import type { ApiCalls, MigratedChats } from './api-calls.ts';
import { messageBudget } from './budgets.ts';
import { toChatTopic, topicParameter } from './chat-topic.ts';
import type { MessageFormat, MessageTarget } from './message-format.ts';
import { keyboardParameters, replyParameters } from './message-parameters.ts';
import type { NewestMessages } from './newest-messages.ts';
import { omitRefusedParts } from './omit-refused-parts.ts';
import type { Reactions } from './reactions.ts';
import { readMessageId } from './read-message-id.ts';
import { removeMessage } from './remove-message.ts';
import { fileMethod, sendFile } from './send-file.ts';
import { toEditResult } from './to-edit-result.ts';
import type { TypingIndicator } from './typing-indicator.ts';

/** The parts that all surfaces of one bot share. */
export interface TelegramSurfaceParts {
  readonly api: Api;
  readonly apiCalls: ApiCalls;
  /** The same chats that `apiCalls` records. */
  readonly migratedChats: MigratedChats;
  readonly typingIndicator: TypingIndicator;
  readonly reactions: Reactions;
  readonly newestMessages: NewestMessages;
  /** Multiplies every time of the budget. */
  readonly timeScale: number;
}

/**
 * Sends and edits messages of one format.
 *
 * Telegram cannot say whether a create arrived, so `mayExist` has no effect. Everybody in the chat sees an
 * `onlyAsker` message, unless the surface for ephemeral messages has sent it.
 */
export function createTelegramSurface<Page extends { readonly file?: AttachedFile }>(
  address: Address,
  format: MessageFormat<Page>,
  parts: TelegramSurfaceParts,
  language: Language = 'en',
): ReplySurface<Page, TelegramMessageRef> {
  const { api, apiCalls, migratedChats, typingIndicator, reactions, newestMessages } = parts;
  const topic = toChatTopic(address.channel);
  const budget = messageBudget(topic, parts.timeScale);

  const toPlain = (page: Page) => format.toPlain?.(page);
  const currentChatId = () => migratedChats.get(topic.chatId) ?? topic.chatId;
  const chatIdOf = (message: TelegramMessageRef) => message.chatId ?? topic.chatId;

  async function create(
    page: Page,
    options: PutOptions<TelegramMessageRef>,
  ): Promise<TelegramMessageRef> {
    const chatId = currentChatId();

    try {
      return await send(page, newMessageTarget(chatId, options), options);
    } catch (error) {
      if (currentChatId() !== chatId) return create(page, options);

      // A picture stands below words that say the same.
      const isMissed = page.file !== undefined && !isAttachedPicture(page.file);
      const fallback =
        isMissed && isForbidden(error) ? render(textsIn(language).fileForbidden) : undefined;
      if (!fallback) throw error;
      return create(fallback, options);
    }
  }

  function newMessageTarget(
    chatId: string,
    { after, controls, signal }: PutOptions<TelegramMessageRef>,
  ): MessageTarget {
    // Only the first message of an answer replies to the question, and in a private chat only where another message
    // came between. A supergroup does not have the
    // messages of the old group, so an answer that moved there replies to nothing.
    const isReply = !after && chatId === topic.chatId && !newestMessages.isQuestionNewest(address);
    const reply = isReply ? replyParameters(address) : {};

    return {
      chatId,
      parameters: {
        ...topicParameter(topic),
        ...reply,
        ...keyboardParameters(controls),
      },
      signal: grammySignal(signal),
    };
  }

  async function send(
    page: Page,
    target: MessageTarget,
    { signal, beforeCall }: PutOptions<TelegramMessageRef>,
  ): Promise<TelegramMessageRef> {
    const { chatId } = target;
    const { file } = page;
    const method = file ? fileMethod(file) : format.sendMethod;

    const messageId = await apiCalls.run({ method, chatId, signal }, async () => {
      const sent = await omitRefusedParts({ page, target }, toPlain, async (message) => {
        await beforeCall?.(true);
        return file
          ? sendFile(api, file, message.target)
          : format.send(api, message.page, message.target);
      });
      return readMessageId(sent, method);
    });
    newestMessages.recordOwn(address, messageId);
    const message = { messageId, chatId };
    return file ? { ...message, isFile: true } : message;
  }

  function render(sentence: string): Page | undefined {
    return format.dialect.open().update(sentence, 'final')[0];
  }

  async function edit(
    message: TelegramMessageRef,
    page: Page,
    options: PutOptions<TelegramMessageRef>,
  ): Promise<TelegramMessageRef> {
    const { signal, controls, beforeCall } = options;
    const chatId = chatIdOf(message);

    if (page.file || message.isFile) return removeForOtherKind(message, options);
    // A supergroup numbers its messages anew, so the messages of the old group cannot be reached.
    if (migratedChats.has(chatId)) return create(page, options);

    const target = {
      chatId,
      messageId: Number(message.messageId),
      // An edit without the keyboard would remove it.
      parameters: keyboardParameters(controls),
      signal: grammySignal(signal),
    };

    try {
      const isEdited = await apiCalls.run({ method: 'editMessageText', chatId, signal }, () =>
        omitRefusedParts({ page, target }, toPlain, async (edit) => {
          await beforeCall?.(false);
          return format.edit(api, edit.page, edit.target).then(() => true, toEditResult);
        }),
      );
      if (isEdited) return message;
      // Each preview would be one more message.
      if (options.state === 'growing') throw cannotEdit();
    } catch (error) {
      if (!migratedChats.has(chatId)) throw error;
    }
    return replace(message, page, options);
  }

  /** Sends a new message for one that can no longer be edited: both would show the answer. */
  async function replace(
    message: TelegramMessageRef,
    page: Page,
    options: PutOptions<TelegramMessageRef>,
  ): Promise<TelegramMessageRef> {
    const replacement = await create(page, options);
    // What Telegram does not remove stays: the new message is there.
    await remove(message, options).catch(() => {});
    return replacement;
  }

  /**
   * Telegram turns no text into a file, and no file into anything else. So the message is removed,
   * for a new one.
   */
  async function removeForOtherKind(
    message: TelegramMessageRef,
    calls: WriteCalls,
  ): Promise<never> {
    await remove(message, calls).catch((error: unknown) => {
      // Such a message stays.
      if (!isForbidden(error)) throw error;
    });
    throw new PlatformError('Telegram cannot turn this message into one of another kind.', {
      kind: 'gone',
      platform: 'telegram',
    });
  }

  async function remove(message: TelegramMessageRef, calls: WriteCalls = {}): Promise<void> {
    const chatId = chatIdOf(message);
    if (message.isDraft || migratedChats.has(chatId)) return;
    const sentence = render(textsIn(language).removed);
    await removeMessage(message, { api, apiCalls, format, chatId, sentence }, calls);
  }

  return {
    dialect: format.dialect,
    language,
    budget: () => budget,

    put: (message, page, options) =>
      message && !message.isDraft ? edit(message, page, options) : create(page, options),

    remove,

    async removeControls(message, { beforeCall } = {}) {
      const chatId = chatIdOf(message);
      await beforeCall?.(false);
      await apiCalls.run({ method: 'editMessageReplyMarkup', chatId }, () =>
        api.editMessageReplyMarkup(chatId, Number(message.messageId)).catch(toEditResult),
      );
    },

    react: (emoji, signal) => reactions.react(address, emoji, signal),
    showTyping: (until) => typingIndicator.show({ ...topic, chatId: currentChatId() }, until),
  };
}

function cannotEdit(): PlatformError {
  return new PlatformError('Telegram no longer edits this message.', {
    kind: 'invalid',
    platform: 'telegram',
  });
}

function isForbidden(error: unknown): boolean {
  return error instanceof PlatformError && error.kind === 'forbidden';
}
