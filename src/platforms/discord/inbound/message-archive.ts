import type { ChatMessage } from '../../../contracts/chat-message.ts';
import type { MessageArchive } from '../../../contracts/message-archive.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import { withTimeout } from '../../../lib/with-timeout.ts';
import { DiscordError } from '../connection/discord-error.ts';
import { isWritten, POLL_RESULT } from './content/describe-notice.ts';
import type { GuildCache } from './guild-cache.ts';
import type { FindGuildCache } from './guild-cache-finder.ts';
import type { MessageSource } from './message-source.ts';
import { type RawMessage, rawMessageReader } from './raw-message.ts';
import { readAnyMessage } from './read-message.ts';

interface MessageArchiveParts {
  readonly source: MessageSource;
  /** Knows the servers of channels. `undefined` before the bot knows who it is. */
  readonly servers: () => { cacheFor: FindGuildCache } | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Discord's limit for one response. */
const MAX_MESSAGES = 100;
/** A question waits no longer for what it refers to. */
const READ_TIMEOUT_MS = 8_000;
/** Discord's type of the message at the top of a thread. */
const THREAD_STARTER = 21;

/**
 * Reads the earlier messages of channels over REST. It never rejects: what cannot be read in time does
 * not exist for the question.
 */
export function createMessageArchive(parts: MessageArchiveParts): MessageArchive {
  const { source, clock, log } = parts;

  /** Reads raw messages of one channel into Parley's. */
  async function readIn(
    channelId: string,
    signal: AbortSignal,
    readRaw: (signal: AbortSignal) => Promise<readonly unknown[]>,
  ): Promise<readonly ChatMessage[]> {
    const timeout = new DiscordError('Discord: reading messages took too long.', {
      kind: 'network',
    });
    const limits = { clock, timeoutMs: READ_TIMEOUT_MS, onTimeout: () => timeout };

    try {
      return await withTimeout(limits, async (timedOut) => {
        const servers = parts.servers();
        if (!servers) return [];

        const found = await readRaw(AbortSignal.any([signal, timedOut]));
        return toMessages(found, channelId, await servers.cacheFor(channelId));
      });
    } catch (error) {
      const reason = error instanceof DiscordError ? error.kind : (error as Error).message;
      log.debug({ channel: channelId, reason }, 'discord: earlier messages not read');
      return [];
    }
  }

  async function readOne(
    channelId: string,
    messageId: string,
    signal: AbortSignal,
  ): Promise<ChatMessage | undefined> {
    const readRaw = async (limited: AbortSignal) => [
      await source.read(channelId, messageId, limited),
    ];
    const [message] = await readIn(channelId, signal, readRaw);
    return message?.id === messageId ? message : undefined;
  }

  /** The message at the top of a thread, which refers to the one that the thread hangs on. */
  async function readStarter(
    threadId: string,
    signal: AbortSignal,
  ): Promise<ChatMessage | undefined> {
    const [message] = await readIn(threadId, signal, async (limited) => {
      const oldest = await source.list(threadId, { after: '0', limit: '1' }, limited);
      return oldest.flatMap((each) => startOf(rawMessageReader(each)));
    });
    return message;
  }

  return {
    read: ({ channelId, messageId }, signal) => readOne(channelId, messageId, signal),

    async readBefore({ channelId, messageId }, count, signal) {
      const limit = Math.min(Math.max(1, Math.floor(count)), MAX_MESSAGES);
      const query = { before: messageId, limit: String(limit) };

      return readIn(channelId, signal, async (limited) => {
        const newestFirst = await source.list(channelId, query, limited);
        return newestFirst.filter(isSaid).toReversed();
      });
    },

    async readThreadStart({ id, parentId }, signal) {
      // A thread has the id of the message that it hangs on, which is in the parent channel; a forum post has
      // the id of its first message, which is in the post itself.
      for (const channelId of [parentId, id]) {
        const start = channelId && (await readOne(channelId, id, signal));
        if (start) return start;
      }
      return readStarter(id, signal);
    },
  };
}

/** True for what people and bots said, and false for notices of pins, joins and the like. */
function isSaid(rawMessage: unknown): boolean {
  const message = rawMessageReader(rawMessage);
  return message !== undefined && (isWritten(message) || message.type === POLL_RESULT);
}

function startOf(message: RawMessage | undefined): readonly unknown[] {
  const isStarter = message?.type === THREAD_STARTER;
  return isStarter && message.referenced_message ? [message.referenced_message] : [];
}

function toMessages(
  found: readonly unknown[],
  channelId: string,
  cache: GuildCache,
): readonly ChatMessage[] {
  return found.flatMap((each) => {
    const message = rawMessageReader(each);
    if (!message) return [];

    // Responses name no server.
    const serverId =
      cache.channel(message.channel_id)?.serverId ?? cache.channel(channelId)?.serverId;
    return readAnyMessage(serverId ? { ...message, guild_id: serverId } : message, cache) ?? [];
  });
}
