import type { APIMessage } from 'discord.js';
import type { Address } from '../../../contracts/address.ts';
import type { Language } from '../../../contracts/language.ts';
import type { PutOptions, WriteCalls } from '../../../contracts/reply-surface.ts';
import type { Clock } from '../../../lib/clock.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { textsIn } from '../../../texts/index.ts';
import { DiscordError, hasCode, hasKind } from '../connection/discord-error.ts';
import type {
  RestCallOptions,
  RestCalls,
  RestMethod,
  RestRoute,
} from '../connection/rest-calls.ts';
import { partialMessageReader } from '../inbound/raw-message.ts';
import type { DiscordMessageRef } from '../message-ref.ts';
import type { DiscordPage } from '../rendering/dialect.ts';
import { attachedFiles, messageBody, messageFiles, messageRefWith } from './message-body.ts';
import { createOwnMessages, type OwnMessages } from './own-messages.ts';
import { createReplyExtras, nonceOf } from './reply-extras.ts';

type Options = PutOptions<DiscordMessageRef, DiscordPage> & {
  /** As in `ReplySurface`. */
  readonly language?: Language | undefined;
};

/** The messages that the bot writes over the routes of their channel. */
interface ChannelMessages {
  create(address: Address, page: DiscordPage, options: Options): Promise<DiscordMessageRef>;
  edit(message: DiscordMessageRef, page: DiscordPage, options: Options): Promise<DiscordMessageRef>;
  readonly findOwn: OwnMessages['find'];
  /** Succeeds when the message is already gone. */
  remove(message: DiscordMessageRef, calls?: WriteCalls): Promise<void>;
  /** Removes the buttons, and leaves the rest as it is. */
  removeControls(message: DiscordMessageRef, calls?: WriteCalls): Promise<void>;
}

/** One write. The id of the channel is the key of its rate limit. */
type WriteOptions = Omit<RestCallOptions, 'rateLimitKey' | 'auth' | 'query' | 'isPaced'> & {
  readonly channelId: string;
  readonly language?: Language | undefined;
  readonly beforeCall?: WriteCalls['beforeCall'] | undefined;
};

/** Discord's code: the thread is archived. */
const ARCHIVED_THREAD = 50_083;

/**
 * Writes over the routes of channels. `ownId` gives the id by which the bot finds its own messages.
 */
export function createChannelMessages(
  calls: RestCalls,
  clock: Clock,
  ownId: () => string,
): ChannelMessages {
  const ownMessages = createOwnMessages(calls, clock, ownId);
  const replyExtras = createReplyExtras(clock);

  /**
   * Sends a write. Where files are forbidden, it writes without them; where the thread is archived,
   * it opens the thread first.
   */
  async function write(
    method: RestMethod,
    route: RestRoute,
    options: WriteOptions,
  ): Promise<Partial<APIMessage>> {
    const { channelId, language: _language, beforeCall, ...call } = options;
    const send = async () => {
      await beforeCall?.(method === 'post');
      const paced = { ...call, rateLimitKey: channelId, isPaced: beforeCall !== undefined };
      return calls.send<Partial<APIMessage>>(method, route, paced);
    };

    try {
      return await send();
    } catch (error) {
      // The right to write is not the right to attach files.
      if (options.files && hasKind(error, 'forbidden'))
        return await write(method, route, withoutFiles(options));

      if (!hasCode(error, ARCHIVED_THREAD)) throw error;
      await openThread(channelId, options.signal);
      return await send();
    }
  }

  async function openThread(channelId: string, signal: AbortSignal | undefined): Promise<void> {
    const purpose = 'open an archived thread';
    const body = { archived: false };
    await calls.send(
      'patch',
      `/channels/${channelId}`,
      omitUndefined({ purpose, body, rateLimitKey: channelId, signal }),
    );
  }

  async function create(
    address: Address,
    page: DiscordPage,
    options: Options,
  ): Promise<DiscordMessageRef> {
    const { signal, controls, onRateLimit, beforeCall, language } = options;
    const channelId = address.channel.id;
    const body = messageBody(page, controls);
    const files = messageFiles(page);

    const send = (fields: object) =>
      write(
        'post',
        `/channels/${channelId}/messages`,
        omitUndefined({
          purpose: 'send a message',
          channelId,
          body: { ...body, ...fields },
          files,
          signal,
          onRateLimit,
          beforeCall,
          language,
        }),
      );

    const created = await replyExtras.post(address, options, async (extras) => {
      try {
        return await send(extras);
      } catch (error) {
        // Discord needs no list of the files of a new message, and some servers refuse it. Others
        // (YEPCord) fail without it.
        if (!files || !hasKind(error, 'invalid', 'server')) throw error;
        return await send({ ...extras, attachments: attachedFiles(page) });
      }
    });
    const { id: messageId, content } = partialMessageReader(created) ?? {};
    if (messageId === undefined) {
      throw new DiscordError('Discord: send a message got an answer without a message.', {
        kind: 'server',
      });
    }
    const message = messageRefWith({ messageId, channelId }, page);

    // Discord answers a repeated nonce with the earlier message, which may show less. A file never
    // grows.
    const isEarlierMessage =
      !page.file && content !== undefined && content.trim() !== page.content.trim();
    return isEarlierMessage ? edit(message, page, options) : message;
  }

  async function edit(
    message: DiscordMessageRef,
    page: DiscordPage,
    { signal, controls, onRateLimit, beforeCall }: Options,
  ): Promise<DiscordMessageRef> {
    await write(
      'patch',
      routeOf(message),
      omitUndefined({
        purpose: 'edit a message',
        channelId: message.channelId,
        body: messageBody(page, controls, message),
        files: messageFiles(page),
        signal,
        onRateLimit,
        beforeCall,
      }),
    );
    return messageRefWith(message, page);
  }

  return {
    async create(address, page, options) {
      const nonce = nonceOf(address, options.key);
      const search = { ...options, nonce };
      const found = options.mayExist ? await ownMessages.find(address, search) : undefined;
      return found ? edit(found, page, options) : create(address, page, options);
    },

    edit,
    findOwn: ownMessages.find,

    async remove(message, { beforeCall } = {}) {
      try {
        const { channelId } = message;
        const purpose = 'remove a message';
        await write('delete', routeOf(message), { purpose, channelId, beforeCall });
      } catch (error) {
        if (!hasKind(error, 'gone')) throw error;
      }
    },

    async removeControls(message, { beforeCall } = {}) {
      const { channelId } = message;
      const body = { components: [] };
      const purpose = 'remove buttons';
      await write('patch', routeOf(message), { purpose, channelId, body, beforeCall });
    },
  };
}

function routeOf({ channelId, messageId }: DiscordMessageRef): RestRoute {
  return `/channels/${channelId}/messages/${messageId}`;
}

/** Gives the same write with a sentence instead of the files. A picture stands below words that say the same. */
function withoutFiles({ files: _files, ...options }: WriteOptions): WriteOptions {
  const { fileForbidden } = textsIn(options.language ?? 'en');
  const { content, ...rest } = Object(options.body);
  const body = { ...rest, attachments: undefined, content: content || fileForbidden };
  return { ...options, body };
}
