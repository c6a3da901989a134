import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { untilAborted } from '../../../lib/until-aborted.ts';
import { DiscordError } from '../connection/discord-error.ts';
import type { RestCalls, RestRoute } from '../connection/rest-calls.ts';
import { waitOutLimits } from '../connection/wait-out-limits.ts';
import type { KeptFile, KeptMessage } from './carried.ts';
import { listMedia } from './content/list-media.ts';
import { partialMessageReader } from './raw-message.ts';

/** Reads messages again, as Discord sends them. Waits out short rate limits. */
export interface MessageSource {
  /** @throws A `DiscordError`. */
  read(channelId: string, messageId: string, signal: AbortSignal): Promise<unknown>;
  /**
   * The files of a message. One request serves all that ask for them within a few seconds, such as for ten pictures.
   *
   * @throws A `DiscordError`.
   */
  readFiles(
    channelId: string,
    messageId: string,
    signal: AbortSignal,
  ): Promise<readonly KeptFile[]>;
  /** Keeps the files of a message for `readFiles`, because they are fetched soon. Default: for a minute. */
  remember(message: KeptMessage, durationMs?: number): void;
  /** Makes the next `readFiles` ask again. */
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
const MAX_SHARED = 500;
/** A question does not wait longer for what it refers to. */
const LONGEST_WAIT_MS = 5_000;

/** Creates the source of the messages that `calls` can read. */
export function createMessageSource({ calls, clock }: MessageSourceParts): MessageSource {
  const shared = createExpiringMap<string, Promise<readonly KeptFile[]>>({
    clock,
    maxEntries: MAX_SHARED,
  });

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

  function startReading(key: string, channelId: string, messageId: string) {
    const running = read(channelId, messageId).then((message) =>
      listMedia(partialMessageReader(message) ?? {}),
    );
    shared.set(key, running, SHARED_MS);
    running.catch(() => shared.delete(key));
    return running;
  }

  return {
    read,

    async readFiles(channelId, messageId, signal) {
      const key = keyOf(channelId, messageId);
      const running = shared.get(key) ?? startReading(key, channelId, messageId);

      const files = await untilAborted(running, signal);
      if (files !== undefined) return files;
      throw new DiscordError('Discord: reading a message was canceled.', { kind: 'canceled' });
    },

    remember: ({ channelId, messageId, files }, durationMs = REMEMBERED_MS) =>
      shared.set(keyOf(channelId, messageId), Promise.resolve(files), durationMs),

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
