import type { APIMessage } from 'discord.js';
import type { Address, Interaction } from '../../../contracts/address.ts';
import type { PutOptions } from '../../../contracts/reply-surface.ts';
import type { Clock } from '../../../lib/clock.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { hasCode } from '../connection/discord-error.ts';
import type {
  RestCallOptions,
  RestCalls,
  RestMethod,
  RestRoute,
} from '../connection/rest-calls.ts';
import type { DiscordMessageRef } from '../message-ref.ts';
import type { DiscordPage } from '../rendering/dialect.ts';
import { type Acknowledgements, type AnswerMode, callbackRoute } from './acknowledgements.ts';
import { type MessageBody, messageBody, messageFiles, messageRefWith } from './message-body.ts';

/** Messages that answer a command or a button press. The token of that interaction reaches them. */
export interface InteractionMessages {
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
  remove(message: DiscordMessageRef): Promise<boolean>;
  /** A token that ends then can still be used. */
  isAlive(expiresAt: number | undefined): boolean;
}

export interface InteractionMessagesParts {
  readonly calls: RestCalls;
  readonly clock: Clock;
  readonly acknowledgements: Acknowledgements;
  readonly applicationId: () => string;
}

/** An interaction whose token is known. Also a message that was sent by it knows this much. */
type TokenHolder = Pick<Interaction, 'id' | 'token'>;

type SentMessage = Partial<Pick<APIMessage, 'id'>>;

/** A message, or the response to a callback, which holds the message that it made. */
type Response = SentMessage & { readonly resource?: { readonly message?: SentMessage } };

type SendOptions = Pick<RestCallOptions, 'body' | 'files' | 'signal' | 'onRateLimit'>;

/** Types of callbacks: a new message, and an edit of the message whose button was pressed. */
const NEW_MESSAGE = 4;
const UPDATE_MESSAGE = 7;
/** The flag of a message that only one person sees. */
const EPHEMERAL = 64;
/** Stands for the id of the first answer to an interaction. */
const ORIGINAL = '@original';
/** Discord's codes. */
const UNKNOWN_MESSAGE = 10_008;
const ALREADY_ACKNOWLEDGED = 40_060;
/** A token is not used in the last seconds of its life. */
const EXPIRY_MARGIN_MS = 10_000;

export function createInteractionMessages(parts: InteractionMessagesParts): InteractionMessages {
  const { calls, clock, acknowledgements } = parts;

  const isAlive = (expiresAt = 0) => expiresAt - EXPIRY_MARGIN_MS > clock.now();
  const webhookRoute = (token: string): RestRoute => `/webhooks/${parts.applicationId()}/${token}`;
  const messageRoute = (token: string, messageId: string): RestRoute =>
    `${webhookRoute(token)}/messages/${messageId}`;

  const send = (
    method: RestMethod,
    route: RestRoute,
    interactionId: string,
    options: SendOptions = {},
  ) =>
    calls.send<Response>(method, route, {
      ...options,
      purpose: 'answer an interaction',
      auth: false,
      rateLimitKey: interactionId,
    });

  /** Posts the first answer. Discord then gives the message back. */
  const sendCallback = (
    interaction: TokenHolder,
    callback: { readonly type: number; readonly data: MessageBody },
    options: SendOptions,
  ) =>
    calls.send<Response>('post', callbackRoute(interaction), {
      ...options,
      purpose: 'answer an interaction',
      body: callback,
      query: { with_response: 'true' },
      auth: false,
      rateLimitKey: interaction.id,
    });

  /** Runs `write` in the mode that is due; in mode `fill` when Discord says that it was acknowledged already. */
  async function answer<Result>(
    { id }: TokenHolder,
    write: (mode: AnswerMode) => Promise<Result>,
  ): Promise<Result> {
    const mode = await acknowledgements.claimAnswer(id);

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
    interaction: TokenHolder,
    mode: AnswerMode,
    { body, onlyAsker, ...options }: NewMessage,
  ): Promise<SentMessage> {
    const { id, token } = interaction;
    const { signal } = options;
    const originalRoute = messageRoute(token, ORIGINAL);
    const isPress = acknowledgements.buttonMessageId(id) !== undefined;

    if (mode === 'acknowledge') {
      const { onRateLimit: _, ...callbackOptions } = options;
      const response = await sendCallback(
        interaction,
        { type: NEW_MESSAGE, data: body },
        callbackOptions,
      );
      const message = response?.resource?.message;
      return message ?? (await send('get', originalRoute, id, omitUndefined({ signal })));
    }

    // The deferral of a press shows nothing that could be filled.
    const isDeferralVisible = mode === 'fill' && !isPress;

    if (isDeferralVisible && !onlyAsker)
      return send('patch', originalRoute, id, { ...options, body });

    // A deferral that all see cannot become an answer that one person sees, so it is removed.
    if (isDeferralVisible)
      await send('delete', originalRoute, id, omitUndefined({ signal })).catch(
        ignoreUnknownMessage,
      );

    return send('post', webhookRoute(token), id, { ...options, body });
  }

  /** Edits the message whose button was pressed. */
  async function editByPress(
    press: TokenHolder,
    mode: AnswerMode,
    body: MessageBody,
    options: SendOptions,
  ): Promise<void> {
    if (mode === 'acknowledge')
      await sendCallback(press, { type: UPDATE_MESSAGE, data: body }, options);
    else await send('patch', messageRoute(press.token, ORIGINAL), press.id, { ...options, body });
  }

  /** The interaction that sent the message, while its token can be used. */
  function senderOf({ token, interactionId, expiresAt }: DiscordMessageRef) {
    if (token === undefined || interactionId === undefined) return undefined;
    return isAlive(expiresAt) ? { id: interactionId, token } : undefined;
  }

  return {
    isAlive,

    async create({ interaction, channel }, page, { controls, onlyAsker, signal, onRateLimit }) {
      const { id, token, expiresAt } = interaction;
      const body = messageBody(page, controls);
      const newMessage = omitUndefined({
        body: onlyAsker ? { ...body, flags: body.flags | EPHEMERAL } : body,
        onlyAsker: onlyAsker || undefined,
        files: messageFiles(page),
        signal,
        onRateLimit,
      });

      const sent = await answer(interaction, (mode) => sendNew(interaction, mode, newMessage));
      const message = omitUndefined({
        messageId: sent.id ?? ORIGINAL,
        channelId: channel.id,
        token,
        expiresAt,
        interactionId: id,
        onlyAsker: onlyAsker || undefined,
      });
      return messageRefWith(message, page);
    },

    async edit({ interaction }, message, page, { controls, signal, onRateLimit }) {
      const body = messageBody(page, controls, message);
      const options = omitUndefined({ files: messageFiles(page), signal, onRateLimit });

      const press = interaction && isAlive(interaction.expiresAt) ? interaction : undefined;
      const isPressed = press && acknowledgements.buttonMessageId(press.id) === message.messageId;

      if (isPressed) {
        await answer(press, (mode) => editByPress(press, mode, body, options));
        return messageRefWith(message, page);
      }

      const sender = senderOf(message);
      if (!sender) return undefined;

      const route = messageRoute(sender.token, message.messageId);
      await send('patch', route, sender.id, { ...options, body });
      return messageRefWith(message, page);
    },

    async remove(message) {
      const sender = senderOf(message);
      if (!sender) return false;

      const route = messageRoute(sender.token, message.messageId);
      await send('delete', route, sender.id).catch(ignoreUnknownMessage);
      return true;
    },
  };
}

interface NewMessage extends Omit<SendOptions, 'body'> {
  readonly body: MessageBody;
  readonly onlyAsker?: boolean;
}

/** The message that was to be removed is already gone. */
function ignoreUnknownMessage(error: unknown): void {
  if (!hasCode(error, UNKNOWN_MESSAGE)) throw error;
}
