import type { APIMessage } from 'discord.js';
import type { Address } from '../../../contracts/address.ts';
import type { PutOptions } from '../../../contracts/reply-surface.ts';
import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { fieldsReader, listReader, textReader } from '../../../lib/json-reader.ts';
import { hasKind } from '../connection/discord-error.ts';
import type { RestCalls } from '../connection/rest-calls.ts';
import { readCustomId } from '../custom-id.ts';
import type { DiscordMessageRef } from '../message-ref.ts';
import type { DiscordPage } from '../rendering/dialect.ts';
import { isOnQuestion } from './reply-extras.ts';

/** The place of a message in its answer, and what it may show. */
export type OwnMessageSearch = Pick<
  PutOptions<DiscordMessageRef, DiscordPage>,
  'after' | 'attempts' | 'others' | 'isOwnButton' | 'signal'
> & {
  /** The nonce of the creates of this run. */
  readonly nonce?: string;
};

/** Finds messages that the bot created without learning their ids. */
export interface OwnMessages {
  /**
   * Finds the bot's reply to the question or a message with a button of the answer, or, with `after`, its
   * next message after that one. With `attempts` it is one of these pages; without, an earlier process made
   * it, and any text is right.
   */
  find(address: Address, search: OwnMessageSearch): Promise<DiscordMessageRef | undefined>;
}

const rowReader = fieldsReader({
  components: listReader(fieldsReader({ custom_id: textReader(200) })),
});
const buttonsReader = fieldsReader({ components: listReader(rowReader) });

/** The largest number of messages that Discord gives in one response. */
const SEARCHED_MESSAGES = 100;

/** After this number of errors in a row, a server that takes messages may not be able to list them. */
const MAX_SERVER_ERRORS = 3;
const REMEMBERED_CHANNELS = 1_000;

/** Creates the search. `ownId` gives the id by which the bot finds its own messages. */
export function createOwnMessages(
  calls: RestCalls,
  clock: Clock,
  ownId: () => string,
): OwnMessages {
  /** By channel, the errors of the server since its last answer. */
  const serverErrors = createExpiringMap<string, number>({
    clock,
    maxEntries: REMEMBERED_CHANNELS,
  });

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
      serverErrors.delete(channelId);
      return Array.isArray(messages) ? messages : [];
    } catch (error) {
      if (!hasKind(error, 'forbidden', 'gone', 'invalid') && !isHopeless(error, channelId))
        throw error;
      return [];
    }
  }

  function isHopeless(error: unknown, channelId: string): boolean {
    if (!hasKind(error, 'server')) return false;

    const count = (serverErrors.get(channelId) ?? 0) + 1;
    serverErrors.set(channelId, count);
    return count >= MAX_SERVER_ERRORS;
  }

  return {
    async find(address, search) {
      const { channel, questionId } = address;
      const { after, signal } = search;
      const previousId = after?.messageId ?? questionId;
      if (previousId === undefined) return undefined;

      const messages = await readMessagesAfter(previousId, channel.id, signal);
      const isInPlace = (message: APIMessage) =>
        after || isOnQuestion(address)
          ? isPlain(message)
          : message.message_reference?.message_id === questionId;

      const [found] = messages
        .filter(({ author }) => author?.id === ownId())
        .filter(({ id }) => search.others?.has(id) !== true)
        .filter((message) => isInPlace(message) || hasOwnButton(message, search))
        .filter((message) => isExpected(message, search))
        .sort(byAge);
      return found && { messageId: found.id, channelId: channel.id };
    },
  };
}

/**
 * True for a later message of an answer: no reply, because only the first message is one, and no
 * answer to a command.
 */
function isPlain(message: APIMessage): boolean {
  return !message.message_reference && !message.interaction_metadata && !message.webhook_id;
}

/** Discord makes a message no reply when the question was deleted before it arrived. */
function hasOwnButton(message: APIMessage, { isOwnButton }: OwnMessageSearch): boolean {
  const rows = buttonsReader(message)?.components ?? [];
  const ids = rows.flatMap(({ components = [] }) => components.map(({ custom_id }) => custom_id));
  return ids.some((id) => id !== undefined && isOwnButton?.(readCustomId(id).id) === true);
}

/**
 * The bot also writes notices and answers to commands, and some servers mark neither: so the message
 * must have the nonce of the create, where the server gives one, or show what was to be created.
 */
function isExpected(message: APIMessage, { attempts, nonce }: OwnMessageSearch): boolean {
  if (!attempts) return true;
  if (nonce !== undefined && message.nonce !== undefined && message.nonce !== null)
    return String(message.nonce) === nonce;
  return attempts.some((page) => shows(message, page));
}

function shows({ content = '', attachments = [] }: APIMessage, page: DiscordPage): boolean {
  const fileName = attachments[0]?.filename;
  return content.trim() === page.content.trim() && fileName === page.file?.name;
}

/** Ids are numbers without leading zeros that grow with time, too large for a JavaScript number. */
function byAge(a: APIMessage, b: APIMessage): number {
  if (a.id.length !== b.id.length) return a.id.length - b.id.length;
  return a.id < b.id ? -1 : 1;
}
