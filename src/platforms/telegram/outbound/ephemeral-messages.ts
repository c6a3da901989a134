import type { Api } from 'grammy';
import type { EphemeralMessageParameters } from 'grammy/types';
import type { Address } from '../../../contracts/address.ts';
import type { PutOptions, WriteCalls } from '../../../contracts/reply-surface.ts';
import { PlatformError } from '../../../errors.ts';
import { fieldsReader, integerReader } from '../../../lib/json-reader.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { grammySignal } from '../connection/connect.ts';
import {
  type EphemeralRef,
  ephemeralIdOf,
  type TelegramMessageRef,
  toEphemeralRef,
} from '../message-ref.ts';
import type { TelegramPage } from '../rendering/dialect.ts';
import type { ApiCalls } from './api-calls.ts';
import { toChatTopic, topicParameter } from './chat-topic.ts';
import type { EphemeralSupport } from './ephemeral-support.ts';
import type { MessageTarget } from './message-format.ts';
import { keyboardParameters, type MessageParameters } from './message-parameters.ts';
import { omitRefusedParts } from './omit-refused-parts.ts';
import { readMessageId } from './read-message-id.ts';
import { fileMethod, sendFile } from './send-file.ts';
import { entitiesParameter, NO_PREVIEW, textMessages } from './text-messages.ts';
import { toEditResult } from './to-edit-result.ts';

type EphemeralPutOptions = Pick<
  PutOptions<TelegramMessageRef>,
  'controls' | 'signal' | 'beforeCall'
>;

/** Messages of groups that only one person and the bot see: https://core.telegram.org/bots/api#ephemeral-messages-and-commands */
export interface EphemeralMessages {
  /**
   * Sends a page to the person who asks. `undefined`: Telegram does not do that there, and nothing was sent.
   * The message is for everybody where the server does not know better.
   */
  send(
    address: Address,
    page: TelegramPage,
    options: EphemeralPutOptions,
  ): Promise<TelegramMessageRef | undefined>;
  /** `false`: Telegram no longer edits it. */
  edit(message: EphemeralRef, page: TelegramPage, options: EphemeralPutOptions): Promise<boolean>;
  removeControls(message: EphemeralRef, calls?: WriteCalls): Promise<void>;
  remove(message: EphemeralRef, calls?: WriteCalls): Promise<void>;
}

interface EphemeralMessagesParts {
  readonly api: Api;
  readonly apiCalls: ApiCalls;
  readonly support: EphemeralSupport;
}

const sentMessageReader = fieldsReader({ ephemeral_message_id: integerReader });

/** Creates the ephemeral messages of one bot. */
export function createEphemeralMessages({
  api,
  apiCalls,
  support,
}: EphemeralMessagesParts): EphemeralMessages {
  async function send(
    address: Address,
    page: TelegramPage,
    options: EphemeralPutOptions,
  ): Promise<TelegramMessageRef | undefined> {
    const { askerId } = address;
    const { chatId } = toChatTopic(address.channel);
    const isInvited = (address.interaction ?? address.hiddenQuestionId) !== undefined;
    if (askerId === undefined || !support.mayTry(chatId, isInvited)) return undefined;

    try {
      const sent = await sendPage(page, targetOf(address, askerId, options), options);
      const ephemeralId = sentMessageReader(sent)?.ephemeral_message_id;
      if (ephemeralId !== undefined)
        return toEphemeralRef(ephemeralId, { chatId, receiverId: askerId });

      support.recordIgnored();
      return { messageId: readMessageId(sent, textMessages.sendMethod), chatId };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      support.recordRefusal(chatId, isInvited);
      return undefined;
    }
  }

  function sendPage(
    page: TelegramPage,
    target: MessageTarget,
    { signal, beforeCall }: EphemeralPutOptions,
  ): Promise<unknown> {
    const { chatId } = target;
    const { file } = page;
    const method = file ? fileMethod(file) : textMessages.sendMethod;
    const toPlain = (refused: TelegramPage) => textMessages.toPlain?.(refused);

    return apiCalls.run({ method, chatId, signal }, () =>
      omitRefusedParts({ page, target }, toPlain, async (message): Promise<unknown> => {
        await beforeCall?.(true);
        return file
          ? sendFile(api, file, message.target)
          : textMessages.send(api, message.page, message.target);
      }),
    );
  }

  return {
    send,

    async edit(message, page, { controls, signal, beforeCall }) {
      const { chatId = '', receiverId } = message;
      const method = 'editEphemeralMessageText';
      const parameters = {
        ...NO_PREVIEW,
        ...entitiesParameter(page),
        // An edit without the keyboard would remove it.
        ...keyboardParameters(controls),
      };

      await beforeCall?.(false);
      return apiCalls.run({ method, chatId, signal }, () =>
        api
          .editEphemeralMessageText(
            chatId,
            Number(receiverId),
            ephemeralIdOf(message),
            page.text,
            parameters,
            grammySignal(signal),
          )
          .then(() => true, toEditResult),
      );
    },

    async removeControls(message, { beforeCall } = {}) {
      const { chatId = '', receiverId } = message;
      const method = 'editEphemeralMessageReplyMarkup';
      await beforeCall?.(false);
      await apiCalls.run({ method, chatId }, () =>
        api
          .editEphemeralMessageReplyMarkup(chatId, Number(receiverId), ephemeralIdOf(message))
          .catch(toEditResult),
      );
    },

    async remove(message, { beforeCall } = {}) {
      const { chatId = '', receiverId } = message;
      await beforeCall?.(false);
      try {
        await apiCalls.run({ method: 'deleteEphemeralMessage', chatId }, () =>
          api.deleteEphemeralMessage(chatId, Number(receiverId), ephemeralIdOf(message)),
        );
      } catch (error) {
        const isGone = error instanceof PlatformError && error.kind === 'gone';
        if (!isGone) throw error;
      }
    },
  };
}

/** An ephemeral message replies to nothing but a message that only the bot saw. */
function targetOf(
  { channel, interaction, hiddenQuestionId }: Address,
  askerId: string,
  { controls, signal }: EphemeralPutOptions,
): MessageTarget {
  const topic = toChatTopic(channel);
  const ephemeral: EphemeralMessageParameters = omitUndefined({
    receiver_user_id: Number(askerId),
    callback_query_id: interaction?.id,
  });
  const reply: MessageParameters =
    hiddenQuestionId === undefined
      ? {}
      : { reply_parameters: { ephemeral_message_id: Number(hiddenQuestionId) } };

  return {
    chatId: topic.chatId,
    parameters: {
      ...topicParameter(topic),
      ...reply,
      ...keyboardParameters(controls),
      ephemeral_message_parameters: ephemeral,
    },
    signal: grammySignal(signal),
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof PlatformError && ['forbidden', 'invalid', 'gone'].includes(error.kind);
}
