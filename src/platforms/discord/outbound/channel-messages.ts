import { createHash } from 'node:crypto';
import type { APIMessage } from 'discord.js';
import type { Address } from '../../../contracts/address.ts';
import type { PutOptions } from '../../../contracts/reply-surface.ts';
import { texts } from '../../../texts/texts.ts';
import { DiscordError } from '../connection/discord-error.ts';
import type {
  RestCallOptions,
  RestCalls,
  RestMethod,
  RestRoute,
} from '../connection/rest-calls.ts';
import type { DiscordMessageRef } from '../message-ref.ts';
import type { DiscordPage } from '../rendering/dialect.ts';
import { messageBody, messageFiles, messageRefWith } from './message-body.ts';

/** Messages as the bot itself writes them, by the routes of their channel. */
export interface ChannelMessages {
  create(
    address: Address,
    page: DiscordPage,
    options: PutOptions<DiscordMessageRef>,
  ): Promise<DiscordMessageRef>;
  /** What an earlier run created and could not note: its reply to the question, or its next message after a page. */
  findOwn(
    address: Address,
    options: Pick<PutOptions<DiscordMessageRef>, 'after' | 'signal'>,
  ): Promise<DiscordMessageRef | undefined>;
  edit(
    place: DiscordMessageRef,
    page: DiscordPage,
    options: PutOptions<DiscordMessageRef>,
  ): Promise<DiscordMessageRef>;
  remove(place: DiscordMessageRef): Promise<void>;
}

const ARCHIVED_THREAD = 50_083;
/** No right to read the history, which a reply needs. */
const CANNOT_REPLY = 160_002;
/** As many as Discord gives at once. */
const LOOK_AHEAD = 100;

export function createChannelMessages(calls: RestCalls, ownId: () => string): ChannelMessages {
  async function write(
    method: RestMethod,
    route: RestRoute,
    options: { channelId: string } & Pick<
      RestCallOptions,
      'purpose' | 'body' | 'files' | 'signal' | 'onRateLimit'
    >,
  ): Promise<Partial<APIMessage>> {
    const { channelId, ...rest } = options;
    const send = () =>
      calls.send<Partial<APIMessage>>(method, route, { ...rest, rateLimitKey: channelId });
    try {
      return await send();
    } catch (error) {
      if (options.files && isForbidden(error))
        return await write(method, route, withoutFiles(options));
      if (!hasCode(error, ARCHIVED_THREAD)) throw error;
      const { signal } = options;
      const unarchive = {
        purpose: 'open an archived thread',
        body: { archived: false },
        rateLimitKey: channelId,
      };
      await calls.send('patch', `/channels/${channelId}`, {
        ...unarchive,
        ...(signal && { signal }),
      });
      return await send();
    }
  }

  async function create(
    { channel, questionId }: Address,
    page: DiscordPage,
    options: PutOptions<DiscordMessageRef>,
  ): Promise<DiscordMessageRef> {
    const { signal, key, after, controls, onRateLimit } = options;
    const body = messageBody(page, controls);
    // With the question: after the loss of a store, its keys begin anew.
    const nonce = nonceOf(`${questionId ?? ''} ${key}`);
    // Discord knows the channel; Spacebar asks for it.
    const question = { message_id: questionId, channel_id: channel.id, fail_if_not_exists: false };
    const once = { nonce, enforce_nonce: true };
    const extras = [
      ...(!after && questionId ? [{ ...once, message_reference: question }] : []),
      once,
      {},
    ];
    const post = ([more, ...simpler]: readonly object[]): Promise<Partial<APIMessage>> =>
      write('post', `/channels/${channel.id}/messages`, {
        purpose: 'send a message',
        channelId: channel.id,
        body: { ...body, ...more },
        ...messageFiles(page),
        signal,
        onRateLimit,
      }).catch((error) =>
        simpler.length > 0 && refusesExtras(error) ? post(simpler) : Promise.reject(error),
      );
    const message = await post(extras);
    const place = messageRefWith({ messageId: String(message.id), channelId: channel.id }, page);
    // Discord gives the earlier message for a nonce that it has seen: that one may show less. A file is whole at once.
    const isOlder =
      !page.file && message.content !== undefined && message.content.trim() !== page.content.trim();
    return isOlder ? edit(place, page, options) : place;
  }

  async function edit(
    place: DiscordMessageRef,
    page: DiscordPage,
    { signal, controls, onRateLimit }: PutOptions<DiscordMessageRef>,
  ): Promise<DiscordMessageRef> {
    const body = messageBody(page, controls, place);
    const channelId = String(place.channelId);
    await write('patch', routeOf(place), {
      purpose: 'edit a message',
      channelId,
      body,
      ...messageFiles(page),
      signal,
      onRateLimit,
    });
    return messageRefWith(place, page);
  }

  async function findOwn(
    { channel, questionId }: Address,
    { after, signal }: Pick<PutOptions<DiscordMessageRef>, 'after' | 'signal'>,
  ): Promise<DiscordMessageRef | undefined> {
    const from = after?.messageId ?? questionId;
    if (from === undefined) return undefined;
    const messages = await calls
      .send<APIMessage[]>('get', `/channels/${channel.id}/messages`, {
        purpose: 'look for an own message',
        query: { after: from, limit: String(LOOK_AHEAD) },
        signal,
        rateLimitKey: channel.id,
      })
      .catch((error) => (mayPass(error) ? Promise.reject(error) : []));
    const isIt = (message: APIMessage) =>
      after ? isPlain(message) : message.message_reference?.message_id === questionId;
    const found = (Array.isArray(messages) ? messages : [])
      .filter((message) => message.author?.id === ownId() && isIt(message))
      .sort((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1))[0];
    return found && { messageId: found.id, channelId: channel.id };
  }

  return {
    async create(address, page, options) {
      const found = options.mayExist ? await findOwn(address, options) : undefined;
      return found ? edit(found, page, options) : create(address, page, options);
    },
    edit,
    findOwn,
    async remove(place) {
      try {
        await write('delete', routeOf(place), {
          purpose: 'remove a message',
          channelId: String(place.channelId),
        });
      } catch (error) {
        if (!(error instanceof DiscordError) || error.kind !== 'gone') throw error;
      }
    },
  };
}

function routeOf({ channelId, messageId }: DiscordMessageRef): RestRoute {
  return `/channels/${channelId}/messages/${messageId}`;
}

/** Neither a reply, which begins an answer, nor the answer to a command. */
function isPlain(message: APIMessage): boolean {
  return !message.message_reference && !message.interaction_metadata && !message.webhook_id;
}

/** At most 25 characters, and always the same for the same key. */
function nonceOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 25);
}

/** The channel may allow no replies, and other servers do not know every field. */
function refusesExtras(error: unknown): boolean {
  return error instanceof DiscordError && (error.code === CANNOT_REPLY || error.kind === 'invalid');
}

/** The right to write is not the right to attach files. */
function isForbidden(error: unknown): boolean {
  return error instanceof DiscordError && error.kind === 'forbidden';
}

function withoutFiles<Options extends { readonly body?: unknown; readonly files?: unknown }>(
  options: Options,
) {
  const { files: _files, ...rest } = options;
  return {
    ...rest,
    body: { ...Object(options.body), attachments: undefined, content: texts.fileForbidden },
  };
}

/** Otherwise looking is forbidden, or other servers do not know how: creating may still work. */
function mayPass(error: unknown): boolean {
  return !(error instanceof DiscordError) || !['forbidden', 'gone', 'invalid'].includes(error.kind);
}

function hasCode(error: unknown, code: number): boolean {
  return error instanceof DiscordError && error.code === code;
}
