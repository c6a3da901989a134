import type { APIMessage } from 'discord.js';
import type { Interaction } from '../../../contracts/address.ts';
import type { WriteCalls } from '../../../contracts/reply-surface.ts';
import { hasCode } from '../connection/discord-error.ts';
import type {
  RestCallOptions,
  RestCalls,
  RestMethod,
  RestRoute,
} from '../connection/rest-calls.ts';
import { callbackRoute } from './acknowledgements.ts';
import type { MessageBody } from './message-body.ts';

/** The part of an interaction that its messages remember. */
export type InteractionRef = Pick<Interaction, 'id' | 'token'>;

/** A message that Discord made. Some servers leave its id out. */
export type SentMessage = Partial<Pick<APIMessage, 'id'>>;

/** The options of one write. */
export type WriteOptions = Pick<RestCallOptions, 'files' | 'signal' | 'onRateLimit'> &
  Pick<WriteCalls, 'beforeCall'>;

/**
 * The requests that answer an interaction, with its token instead of the bot's:
 * https://discord.com/developers/docs/interactions/receiving-and-responding#endpoints
 */
export interface InteractionCalls {
  /**
   * Acknowledges with a message of its own or with an edit. Gives the message, where the server
   * sends it back.
   */
  acknowledge(
    interaction: InteractionRef,
    callback: { readonly type: number; readonly data: MessageBody },
    options: WriteOptions,
  ): Promise<SentMessage | undefined>;
  create(
    interaction: InteractionRef,
    body: MessageBody,
    options: WriteOptions,
  ): Promise<SentMessage>;
  get(interaction: InteractionRef, messageId: string, signal: AbortSignal): Promise<SentMessage>;
  edit(
    interaction: InteractionRef,
    messageId: string,
    body: MessageBody,
    options: WriteOptions,
  ): Promise<SentMessage>;
  /** Succeeds when the message is already gone. */
  remove(interaction: InteractionRef, messageId: string, options: WriteOptions): Promise<void>;
}

/**
 * The placeholder for the id of the first answer to an interaction, or of the message whose button
 * was pressed.
 */
export const ORIGINAL = '@original';

/** Discord's codes for an unknown interaction, an unknown webhook and an expired token. */
export const DEAD_TOKEN_CODES = [10_062, 10_015, 50_027];

/** Discord's code: there is no such message. */
const UNKNOWN_MESSAGE = 10_008;

/** Sends these requests over `calls`. */
export function createInteractionCalls(
  calls: RestCalls,
  applicationId: () => string,
): InteractionCalls {
  const webhookRoute = ({ token }: InteractionRef): RestRoute =>
    `/webhooks/${applicationId()}/${token}`;
  const messageRoute = (interaction: InteractionRef, messageId: string): RestRoute =>
    `${webhookRoute(interaction)}/messages/${messageId}`;

  async function send<Answer = SentMessage>(
    interaction: InteractionRef,
    method: RestMethod,
    route: RestRoute,
    { beforeCall, ...options }: WriteOptions & Pick<RestCallOptions, 'body' | 'query'>,
  ): Promise<Answer> {
    await beforeCall?.(method === 'post');
    return calls.send<Answer>(method, route, {
      ...options,
      purpose: 'answer an interaction',
      auth: false,
      rateLimitKey: interaction.id,
    });
  }

  return {
    async acknowledge(interaction, callback, options) {
      type CallbackResponse = { readonly resource?: { readonly message?: SentMessage } };
      const response = await send<CallbackResponse>(
        interaction,
        'post',
        callbackRoute(interaction),
        { ...options, body: callback, query: { with_response: 'true' } },
      );
      return response?.resource?.message;
    },

    create: (interaction, body, options) =>
      send(interaction, 'post', webhookRoute(interaction), { ...options, body }),

    get: (interaction, messageId, signal) =>
      send(interaction, 'get', messageRoute(interaction, messageId), { signal }),

    edit: (interaction, messageId, body, options) =>
      send(interaction, 'patch', messageRoute(interaction, messageId), { ...options, body }),

    async remove(interaction, messageId, options) {
      try {
        const route = messageRoute(interaction, messageId);
        await send(interaction, 'delete', route, options);
      } catch (error) {
        if (!hasCode(error, UNKNOWN_MESSAGE)) throw error;
      }
    },
  };
}
