import type { APIMessage } from 'discord.js';
import type { Address } from '../../../contracts/address.ts';
import type { PutOptions } from '../../../contracts/reply-surface.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { texts } from '../../../texts/texts.ts';
import { hasCode, hasKind } from '../connection/discord-error.ts';
import type {
  RestCallOptions,
  RestCalls,
  RestMethod,
  RestRoute,
} from '../connection/rest-calls.ts';
import type { DiscordMessageRef } from '../message-ref.ts';
import type { DiscordPage } from '../rendering/dialect.ts';
import { messageBody, messageFiles, messageRefWith } from './message-body.ts';
import { postWithExtras } from './post-with-extras.ts';

/** The messages that the bot writes over the routes of their channel. */
interface ChannelMessages {
  create(
    address: Address,
    page: DiscordPage,
    options: PutOptions<DiscordMessageRef>,
  ): Promise<DiscordMessageRef>;
  edit(
    message: DiscordMessageRef,
    page: DiscordPage,
    options: PutOptions<DiscordMessageRef>,
  ): Promise<DiscordMessageRef>;
  /**
   * Finds a message that an earlier process created and could not save: its reply to the question,
   * or, with `after`, its next message after that one.
   */
  findOwn(
    address: Address,
    options: Pick<PutOptions<DiscordMessageRef>, 'after' | 'signal'>,
  ): Promise<DiscordMessageRef | undefined>;
  /** Succeeds when the message is already gone. */
  remove(message: DiscordMessageRef): Promise<void>;
}

/** One write. The id of the channel is the key of its rate limit. */
type WriteOptions = Omit<RestCallOptions, 'rateLimitKey' | 'auth' | 'query'> & {
  readonly channelId: string;
};

/** Discord's code: the thread is archived. */
const ARCHIVED_THREAD = 50_083;
/** The largest number of messages that Discord gives in one response. */
const SEARCHED_MESSAGES = 100;

/**
 * Writes over the routes of channels. `ownId` gives the id by which the bot finds its own messages.
 */
export function createChannelMessages(calls: RestCalls, ownId: () => string): ChannelMessages {
  /**
   * Sends a write. Where files are forbidden, it writes without them; where the thread is archived,
   * it opens the thread first.
   */
  async function write(
    method: RestMethod,
    route: RestRoute,
    options: WriteOptions,
  ): Promise<Partial<APIMessage>> {
    const { channelId, ...call } = options;
    const send = () =>
      calls.send<Partial<APIMessage>>(method, route, { ...call, rateLimitKey: channelId });

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
    options: PutOptions<DiscordMessageRef>,
  ): Promise<DiscordMessageRef> {
    const { signal, controls, onRateLimit } = options;
    const channelId = address.channel.id;

    const post = (extras: object) =>
      write(
        'post',
        `/channels/${channelId}/messages`,
        omitUndefined({
          purpose: 'send a message',
          channelId,
          body: { ...messageBody(page, controls), ...extras },
          files: messageFiles(page),
          signal,
          onRateLimit,
        }),
      );

    const created = await postWithExtras(address, options, post);
    const message = messageRefWith({ messageId: String(created.id), channelId }, page);

    // Discord answers a repeated nonce with the earlier message, which may show less. A file never
    // grows.
    const isEarlierMessage =
      !page.file && created.content !== undefined && created.content.trim() !== page.content.trim();
    return isEarlierMessage ? edit(message, page, options) : message;
  }

  async function edit(
    message: DiscordMessageRef,
    page: DiscordPage,
    { signal, controls, onRateLimit }: PutOptions<DiscordMessageRef>,
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
      }),
    );
    return messageRefWith(message, page);
  }

  async function findOwn(
    { channel, questionId }: Address,
    { after, signal }: Pick<PutOptions<DiscordMessageRef>, 'after' | 'signal'>,
  ): Promise<DiscordMessageRef | undefined> {
    const previousId = after?.messageId ?? questionId;
    if (previousId === undefined) return undefined;

    const messages = await readMessagesAfter(previousId, channel.id, signal);
    const isExpected = (message: APIMessage) =>
      after ? isPlain(message) : message.message_reference?.message_id === questionId;

    const [found] = messages
      .filter((message) => message.author?.id === ownId() && isExpected(message))
      .sort(byAge);
    return found && { messageId: found.id, channelId: channel.id };
  }

  /**
   * Empty where the bot may not read the history, or the server cannot give it: the bot may still
   * be able to write.
   */
  async function readMessagesAfter(
    messageId: string,
    channelId: string,
    signal: AbortSignal,
  ): Promise<readonly APIMessage[]> {
    try {
      const messages = await calls.send<APIMessage[]>('get', `/channels/${channelId}/messages`, {
        purpose: 'look for an own message',
        query: { after: messageId, limit: String(SEARCHED_MESSAGES) },
        signal,
        rateLimitKey: channelId,
      });
      return Array.isArray(messages) ? messages : [];
    } catch (error) {
      if (!hasKind(error, 'forbidden', 'gone', 'invalid')) throw error;
      return [];
    }
  }

  return {
    async create(address, page, options) {
      const found = options.mayExist ? await findOwn(address, options) : undefined;
      return found ? edit(found, page, options) : create(address, page, options);
    },

    edit,
    findOwn,

    async remove(message) {
      try {
        const { channelId } = message;
        await write('delete', routeOf(message), { purpose: 'remove a message', channelId });
      } catch (error) {
        if (!hasKind(error, 'gone')) throw error;
      }
    },
  };
}

function routeOf({ channelId, messageId }: DiscordMessageRef): RestRoute {
  return `/channels/${channelId}/messages/${messageId}`;
}

/**
 * True for a later message of an answer: no reply, because only the first message is one, and no
 * answer to a command.
 */
function isPlain(message: APIMessage): boolean {
  return !message.message_reference && !message.interaction_metadata && !message.webhook_id;
}

/** Ids are numbers without leading zeros that grow with time, too large for a JavaScript number. */
function byAge(a: APIMessage, b: APIMessage): number {
  if (a.id.length !== b.id.length) return a.id.length - b.id.length;
  return a.id < b.id ? -1 : 1;
}

/** Gives the same write with a sentence instead of the files. */
function withoutFiles({ files: _files, ...options }: WriteOptions): WriteOptions {
  const body = { ...Object(options.body), attachments: undefined, content: texts.fileForbidden };
  return { ...options, body };
}
