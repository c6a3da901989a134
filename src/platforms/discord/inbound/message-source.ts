import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { untilAborted } from '../../../lib/until-aborted.ts';
import { DiscordError } from '../connection/discord-error.ts';
import type { RestCalls, RestRoute } from '../connection/rest-calls.ts';
import { waitOutLimits } from '../connection/wait-out-limits.ts';
import { listMedia } from './content/list-media.ts';
import type { RawMessage } from './raw-message.ts';

/** Reads messages again, as Discord sends them. Waits out short rate limits. */
export interface MessageSource {
  /** @throws A `DiscordError`. */
  read(channelId: string, messageId: string, signal: AbortSignal): Promise<unknown>;
  /**
   * As `read`. One request serves all that ask for the message within a few seconds, such as for its
   * ten pictures.
   */
  readShared(channelId: string, messageId: string, signal: AbortSignal): Promise<unknown>;
  /** Keeps a message of an event for `readShared`, because its files are fetched soon. Default: for a minute. */
  remember(message: RawMessage, durationMs?: number): void;
  /** Makes the next `readShared` ask again. */
  forget(channelId: string, messageId: string): void;
  /** @throws A `DiscordError`. */
  list(
    channelId: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<readonly unknown[]>;
}

interface MessageSourceParts {
  readonly calls: RestCalls;
  readonly clock: Clock;
}

const SHARED_MS = 10_000;
/** A question that waits longer asks for its message again. */
const REMEMBERED_MS = 60_000;
const MAX_SHARED = 100;
/** A question does not wait longer for what it refers to. */
const LONGEST_WAIT_MS = 5_000;

/** Creates the source of the messages that `calls` can read. */
export function createMessageSource({ calls, clock }: MessageSourceParts): MessageSource {
  const shared = createExpiringMap<string, Promise<unknown>>({ clock, maxEntries: MAX_SHARED });

  function get(
    route: RestRoute,
    rateLimitKey: string,
    more: { readonly query?: Readonly<Record<string, string>>; readonly signal?: AbortSignal },
  ): Promise<unknown> {
    const options = { purpose: 'read a message', rateLimitKey, ...more };
    const patience = { clock, signal: more.signal, longestWaitMs: LONGEST_WAIT_MS };
    return waitOutLimits(patience, () => calls.send<unknown>('get', route, options));
  }

  function read(channelId: string, messageId: string, signal?: AbortSignal): Promise<unknown> {
    const route = `/channels/${channelId}/messages/${messageId}` as const;
    return get(route, `message of ${channelId}`, omitUndefined({ signal }));
  }

  function startReading(key: string, channelId: string, messageId: string): Promise<unknown> {
    const running = read(channelId, messageId);
    shared.set(key, running, SHARED_MS);
    running.catch(() => shared.delete(key));
    return running;
  }

  return {
    read,

    async readShared(channelId, messageId, signal) {
      const key = keyOf(channelId, messageId);
      const running = shared.get(key) ?? startReading(key, channelId, messageId);

      const message = await untilAborted(running, signal);
      if (message !== undefined) return message;
      throw new DiscordError('Discord: reading a message was canceled.', { kind: 'canceled' });
    },

    remember(message, durationMs = REMEMBERED_MS) {
      const messages = [message, message.referenced_message];
      for (const each of messages) {
        if (!each || listMedia(each).length === 0) continue;
        const key = keyOf(each.channel_id, each.id);
        shared.set(key, Promise.resolve(each), durationMs);
      }
    },

    forget: (channelId, messageId) => shared.delete(keyOf(channelId, messageId)),

    async list(channelId, query, signal) {
      const rateLimitKey = `messages of ${channelId}`;
      const messages = await get(`/channels/${channelId}/messages`, rateLimitKey, {
        query,
        signal,
      });
      return Array.isArray(messages) ? messages : [];
    },
  };
}

function keyOf(channelId: string, messageId: string): string {
  return `${channelId}/${messageId}`;
}
