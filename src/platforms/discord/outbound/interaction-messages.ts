import type { Address, Interaction } from '../../../contracts/address.ts';
import type { PutOptions, WriteCalls } from '../../../contracts/reply-surface.ts';
import type { Clock } from '../../../lib/clock.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { placeIdOf } from '../../../lib/personal-channel.ts';
import { hasCode } from '../connection/discord-error.ts';
import type { RestCalls } from '../connection/rest-calls.ts';
import type { DiscordMessageRef } from '../message-ref.ts';
import type { DiscordPage } from '../rendering/dialect.ts';
import {
  type Acknowledgements,
  ALREADY_ACKNOWLEDGED,
  type AnswerMode,
} from './acknowledgements.ts';
import {
  createInteractionCalls,
  DEAD_TOKEN_CODES,
  type InteractionRef,
  ORIGINAL,
  type SentMessage,
  type WriteOptions,
} from './interaction-calls.ts';
import { type MessageBody, messageBody, messageFiles, messageRefWith } from './message-body.ts';

/** Messages that answer a command or a button press. The token of that interaction reaches them. */
interface InteractionMessages {
  create(
    address: Address & { interaction: Interaction },
    page: DiscordPage,
    options: PutOptions<DiscordMessageRef>,
  ): Promise<DiscordMessageRef>;
  /** `undefined`: no interaction reaches this message. */
  edit(
    address: Address,
    message: DiscordMessageRef,
    page: DiscordPage,
    options: PutOptions<DiscordMessageRef>,
  ): Promise<DiscordMessageRef | undefined>;
  /** `false`: no interaction reaches this message. */
  remove(message: DiscordMessageRef, calls?: WriteCalls): Promise<boolean>;
  /** True if a token that ends at this time can still be used; Unix milliseconds. */
  isAlive(expiresAt: number | undefined): boolean;
  /** The time after which this interaction is not used any more; Unix milliseconds. */
  endOf(interaction: Interaction): number;
}

interface InteractionMessagesParts {
  readonly calls: RestCalls;
  readonly clock: Clock;
  readonly acknowledgements: Acknowledgements;
  readonly applicationId: () => string;
}

interface NewMessage {
  readonly body: MessageBody;
  readonly onlyAsker: boolean;
  readonly options: WriteOptions & { readonly signal: AbortSignal };
}

/** Types of callbacks: a new message, and an edit of the message whose button was pressed. */
const NEW_MESSAGE = 4;
const UPDATE_MESSAGE = 7;
/** The flag of a message that only one person sees. */
const EPHEMERAL = 64;
/** A token is not used in the last seconds of its life. */
const EXPIRY_MARGIN_MS = 10_000;

/** Writes over the routes that Discord gives each interaction. */
export function createInteractionMessages(parts: InteractionMessagesParts): InteractionMessages {
  const { clock, acknowledgements } = parts;
  const calls = createInteractionCalls(parts.calls, parts.applicationId);

  const isAlive = (expiresAt = 0) => expiresAt - EXPIRY_MARGIN_MS > clock.now();

  /** The interaction that sent the message, while its token can be used. */
  function senderOf({ token, interactionId, expiresAt }: DiscordMessageRef) {
    if (token === undefined || interactionId === undefined) return undefined;
    return isAlive(expiresAt) ? { id: interactionId, token } : undefined;
  }

  /**
   * Runs `write` in the claimed mode, and again in mode `fill` if Discord says that the interaction
   * is already acknowledged: the answer to an earlier attempt was lost.
   */
  async function answer<Result>(
    { id }: InteractionRef,
    isFirst: boolean,
    write: (mode: AnswerMode) => Promise<Result>,
  ): Promise<Result> {
    const mode = await acknowledgements.claimAnswer(id, isFirst);

    try {
      return await write(mode).catch((error) => {
        if (mode === 'acknowledge' && hasCode(error, ALREADY_ACKNOWLEDGED)) return write('fill');
        throw error;
      });
    } catch (error) {
      acknowledgements.releaseAnswer(id, mode);
      throw error;
    }
  }

  async function sendNew(
    interaction: InteractionRef,
    mode: AnswerMode,
    { body, onlyAsker, options }: NewMessage,
  ): Promise<SentMessage> {
    if (mode === 'acknowledge') {
      const { onRateLimit: _, ...callbackOptions } = options;
      const callback = { type: NEW_MESSAGE, data: body };
      const sent = await calls.acknowledge(interaction, callback, callbackOptions);
      return sent ?? findAnswer(interaction, options.signal);
    }

    // The deferral of a press shows nothing that could be filled.
    const isPress = acknowledgements.buttonMessageId(interaction.id) !== undefined;
    const isDeferralVisible = mode === 'fill' && !isPress;
    if (!isDeferralVisible) return calls.create(interaction, body, options);

    const isForWhoSeesIt = !onlyAsker || acknowledgements.isPrivate(interaction.id);
    if (isForWhoSeesIt) return calls.edit(interaction, ORIGINAL, body, options);

    // A deferral that everybody sees cannot become an answer that one person sees, so it is
    // removed.
    const { signal, beforeCall } = options;
    await calls.remove(interaction, ORIGINAL, omitUndefined({ signal, beforeCall }));
    return calls.create(interaction, body, options);
  }

  /**
   * The message of an answer that the server took without giving it back. Some servers do not know
   * where it is; it is visible all the same.
   */
  async function findAnswer(
    interaction: InteractionRef,
    signal: AbortSignal,
  ): Promise<SentMessage> {
    return calls.get(interaction, ORIGINAL, signal).catch(() => ({}));
  }

  /** Edits the message whose button was pressed. */
  async function editByPress(
    press: InteractionRef,
    mode: AnswerMode,
    body: MessageBody,
    options: WriteOptions,
  ): Promise<void> {
    if (mode === 'acknowledge')
      await calls.acknowledge(press, { type: UPDATE_MESSAGE, data: body }, options);
    else await calls.edit(press, ORIGINAL, body, options);
  }

  return {
    isAlive,
    endOf: ({ expiresAt }) => expiresAt - EXPIRY_MARGIN_MS,

    async create({ interaction, channel }, page, options) {
      const { id, token, expiresAt } = interaction;
      // What follows a message that one person sees is for the same person.
      const onlyAsker = options.onlyAsker === true || options.after?.onlyAsker === true;
      const body = messageBody(page, options.controls);
      const newMessage = {
        body: onlyAsker ? { ...body, flags: body.flags | EPHEMERAL } : body,
        onlyAsker,
        options: writeOptions(page, options),
      };

      let isRepeated = false;
      const isFirst = options.after === undefined;
      const sent = await answer(interaction, isFirst, async (mode) => {
        const sending = sendNew(interaction, mode, newMessage);
        const isFallback = isRepeated;
        isRepeated = true;
        // The first attempt has arrived, so a server that does not find it shows it all the same.
        return isFallback ? sending.catch(ignoreDeadToken) : sending;
      });
      const message = omitUndefined({
        messageId: sent.id ?? ORIGINAL,
        channelId: placeIdOf(channel),
        token,
        expiresAt,
        interactionId: id,
        onlyAsker: onlyAsker || undefined,
      });
      return messageRefWith(message, page);
    },

    async edit({ interaction }, message, page, options) {
      const body = messageBody(page, options.controls, message);
      const press = interaction && isAlive(interaction.expiresAt) ? interaction : undefined;

      if (press && acknowledgements.buttonMessageId(press.id) === message.messageId) {
        await answer(press, true, (mode) =>
          editByPress(press, mode, body, writeOptions(page, options)),
        );
        return messageRefWith(message, page);
      }

      const sender = senderOf(message);
      if (!sender) return undefined;
      await calls.edit(sender, message.messageId, body, writeOptions(page, options));
      return messageRefWith(message, page);
    },

    async remove(message, { beforeCall } = {}) {
      const sender = senderOf(message);
      if (!sender) return false;
      await calls.remove(sender, message.messageId, omitUndefined({ beforeCall }));
      return true;
    },
  };
}

function ignoreDeadToken(error: unknown): SentMessage {
  if (!hasCode(error, ...DEAD_TOKEN_CODES)) throw error;
  return {};
}

function writeOptions(
  page: DiscordPage,
  { signal, onRateLimit, beforeCall }: PutOptions<DiscordMessageRef>,
): WriteOptions & { readonly signal: AbortSignal } {
  return omitUndefined({ files: messageFiles(page), signal, onRateLimit, beforeCall });
}
