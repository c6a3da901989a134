import type { APIMessage } from 'discord.js';
import type { Address } from '../../../contracts/address.ts';
import type { PutOptions } from '../../../contracts/reply-surface.ts';
import type { Clock } from '../../../lib/clock.ts';
import { DiscordError } from '../connection/discord-error.ts';
import type {
  RestCallOptions,
  RestCalls,
  RestMethod,
  RestRoute,
} from '../connection/rest-calls.ts';
import type { DiscordMessageRef } from '../message-ref.ts';
import type { DiscordPage } from '../rendering/dialect.ts';
import { type Acknowledgements, type AnswerRoute, callbackRoute } from './acknowledgements.ts';
import { messageBody, messageFiles, messageRefWith } from './message-body.ts';

export type AnsweredInteraction = NonNullable<Address['interaction']>;
type Sent = Partial<Pick<APIMessage, 'id'>>;

/** Messages as answers to a command or a press, by the token that came with it. */
export interface InteractionMessages {
  create(
    address: Address & { interaction: AnsweredInteraction },
    page: DiscordPage,
    options: PutOptions<DiscordMessageRef>,
  ): Promise<DiscordMessageRef>;
  /** `undefined`: no interaction reaches this message. */
  edit(
    address: Address,
    place: DiscordMessageRef,
    page: DiscordPage,
    options: PutOptions<DiscordMessageRef>,
  ): Promise<DiscordMessageRef | undefined>;
  /** `false`: no interaction reaches this message. */
  remove(place: DiscordMessageRef): Promise<boolean>;
  /** Whether a token with this end (Unix ms) can still be used. */
  isAlive(expiresAt: unknown): boolean;
}

const ANSWER = 4;
const UPDATE_MESSAGE = 7;
const EPHEMERAL = 64;
const UNKNOWN_MESSAGE = 10_008;
const ALREADY_ACKNOWLEDGED = 40_060;
/** So long before its end a token is no longer relied on. */
const EXPIRY_MARGIN_MS = 10_000;

export interface InteractionParts {
  readonly calls: RestCalls;
  readonly clock: Clock;
  readonly acknowledgements: Acknowledgements;
  readonly applicationId: () => string;
}

export function createInteractionMessages(parts: InteractionParts): InteractionMessages {
  const { calls, clock, acknowledgements } = parts;
  const isAlive = (expiresAt: unknown) => Number(expiresAt ?? 0) - EXPIRY_MARGIN_MS > clock.now();
  const webhook = (token: unknown, rest = ''): RestRoute =>
    `/webhooks/${parts.applicationId()}/${token}${rest}`;

  const send = (
    method: RestMethod,
    route: RestRoute,
    {
      id,
      body,
      files,
      signal,
      onRateLimit,
    }: { id: string; body?: object } & Pick<RestCallOptions, 'files' | 'signal' | 'onRateLimit'>,
  ) =>
    calls.send<Sent & { readonly resource?: { readonly message?: Sent } }>(method, route, {
      purpose: 'answer an interaction',
      auth: false,
      rateLimitKey: id,
      onRateLimit,
      ...(body && { body }),
      ...(files && { files }),
      ...(signal && { signal }),
      ...(route.endsWith('/callback') && { query: { with_response: 'true' } }),
    });

  /** Runs what the claim asks for; when Discord has heard of the interaction already, fills instead. */
  async function answer<Result>(
    { id }: AnsweredInteraction,
    run: (claim: AnswerRoute) => Promise<Result>,
  ): Promise<Result> {
    const claim = await acknowledgements.claim(id);
    try {
      return await run(claim).catch((error) => {
        if (claim === 'acknowledge' && hasCode(error, ALREADY_ACKNOWLEDGED)) return run('fill');
        throw error;
      });
    } catch (error) {
      acknowledgements.release(id, claim);
      throw error;
    }
  }

  return {
    isAlive,
    create({ interaction, channel }, page, { controls, onlyAsker = false, signal, onRateLimit }) {
      const { id, token, expiresAt } = interaction;
      const isPress = acknowledgements.pressedIn(id) !== undefined;
      const body = messageBody(page, controls);
      const files = messageFiles(page);
      const visible = onlyAsker ? { ...body, flags: body.flags | EPHEMERAL } : body;
      const original = webhook(token, '/messages/@original');
      return answer(interaction, async (claim) => {
        const sent = await createBy(claim);
        const reach = { token, expiresAt, interactionId: id, ...(onlyAsker && { onlyAsker }) };
        return messageRefWith(
          { messageId: sent.id ?? '@original', channelId: channel.id, ...reach },
          page,
        );
      });

      async function createBy(claim: AnswerRoute): Promise<Sent> {
        if (claim === 'acknowledge') {
          const data = { type: ANSWER, data: visible };
          const callback = await send('post', callbackRoute(interaction), {
            id,
            body: data,
            ...files,
            signal,
          });
          return callback?.resource?.message ?? (await send('get', original, { id, signal }));
        }
        if (claim === 'fill' && !isPress && !onlyAsker)
          return send('patch', original, { id, body, ...files, signal, onRateLimit });
        // A public deferral cannot become an answer that only one person sees: it makes way for one.
        if (claim === 'fill' && !isPress)
          await send('delete', original, { id, signal }).catch(passUnknown);
        return send('post', webhook(token), { id, body: visible, ...files, signal, onRateLimit });
      }
    },
    async edit({ interaction }, place, page, { controls, signal, onRateLimit }) {
      const body = messageBody(page, controls, place);
      const files = messageFiles(page);
      const press =
        interaction && isAlive(interaction.expiresAt) && acknowledgements.pressedIn(interaction.id);
      if (interaction && press === place.messageId) {
        const { id, token } = interaction;
        return answer(interaction, async (claim) => {
          const route =
            claim === 'acknowledge'
              ? callbackRoute(interaction)
              : webhook(token, '/messages/@original');
          const asked = claim === 'acknowledge' ? { type: UPDATE_MESSAGE, data: body } : body;
          await send(claim === 'acknowledge' ? 'post' : 'patch', route, {
            id,
            body: asked,
            ...files,
            signal,
            onRateLimit,
          });
          return messageRefWith(place, page);
        });
      }
      if (!isAlive(place.expiresAt)) return undefined;
      const id = String(place.interactionId);
      await send('patch', webhook(place.token, `/messages/${place.messageId}`), {
        id,
        body,
        ...files,
        signal,
        onRateLimit,
      });
      return messageRefWith(place, page);
    },
    async remove(place) {
      if (!isAlive(place.expiresAt)) return false;
      const id = String(place.interactionId);
      await send('delete', webhook(place.token, `/messages/${place.messageId}`), { id }).catch(
        passUnknown,
      );
      return true;
    },
  };
}

/** What is to be removed is gone already. */
function passUnknown(error: unknown): void {
  if (!hasCode(error, UNKNOWN_MESSAGE)) throw error;
}

function hasCode(error: unknown, code: number): boolean {
  return error instanceof DiscordError && error.code === code;
}
