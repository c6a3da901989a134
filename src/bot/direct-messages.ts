import { randomUUID } from 'node:crypto';
import type { DirectMessage } from '../contracts/access.ts';
import type { Address } from '../contracts/address.ts';
import type { Channel } from '../contracts/chat-message.ts';
import type { CommandReply } from '../contracts/command.ts';
import type { Platform } from '../contracts/platform.ts';
import type { Replies } from '../contracts/replies.ts';
import type { MessageRef, ReplySurface } from '../contracts/reply-surface.ts';
import { BotError, PlatformError } from '../errors.ts';
import { channelKey } from '../lib/channel-key.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import type { Log } from '../lib/log.ts';
import { withTimeout } from '../lib/with-timeout.ts';

/** Writes to people who have not just asked something. Nothing here rejects: a failure is logged. */
export interface DirectMessages {
  /** Sends a message to a person. `undefined`: it did not arrive. */
  send(
    platform: string,
    personId: string,
    replyIn: (channel: Channel) => CommandReply,
  ): Promise<DirectMessage | undefined>;
  /** As `send`, in a direct chat that is known. With `replaced`, the message takes the place of those. */
  sendTo(
    channel: Channel,
    reply: CommandReply,
    replaced?: readonly MessageRef[],
  ): Promise<DirectMessage | undefined>;
}

/** The networks, and the surfaces of their chats. */
export interface DirectMessagesParts {
  findPlatform(name: string): Pick<Platform, 'openDirect'> | undefined;
  surface(address: Address): ReplySurface | undefined;
  readonly replies: Replies;
  readonly clock: Clock;
  readonly log: Log;
}

const TIMEOUT_MS = 60_000;
/** Each person has one direct chat with a bot. The ones that are written to most often are admins. */
const MAX_CHATS = 1_000;
/** Where the network does not say how long. */
const LIMIT_WAIT_MS = 5_000;

/** Creates the direct messages. */
export function createDirectMessages(parts: DirectMessagesParts): DirectMessages {
  const { findPlatform, surface: surfaceOf, replies, clock, log } = parts;
  const chats = createExpiringMap<string, Promise<Channel | undefined>>({
    clock,
    maxEntries: MAX_CHATS,
  });

  /** Opens a chat once: networks allow few such requests, and many people may ask the same admins. */
  async function openChat(platform: string, personId: string): Promise<Channel | undefined> {
    const key = channelKey({ platform, id: personId });
    const known = chats.get(key);
    if (known) return known;
    const { openDirect } = findPlatform(platform) ?? {};
    if (!openDirect) return undefined;

    const opening = attempt({ platform, person: personId }, (signal) =>
      openWithinLimit(openDirect, personId, signal),
    );
    chats.set(key, opening);
    const channel = await opening;
    if (!channel) chats.delete(key);
    return channel;
  }

  async function openWithinLimit(
    openDirect: NonNullable<Platform['openDirect']>,
    personId: string,
    signal: AbortSignal,
  ): Promise<Channel> {
    for (;;) {
      try {
        return await openDirect(personId, signal);
      } catch (error) {
        const isLimit = error instanceof PlatformError && error.kind === 'rate_limit';
        if (!isLimit || signal.aborted) throw error;
        await sleep(clock, error.retryAfterMs || LIMIT_WAIT_MS, signal);
      }
    }
  }

  async function attempt<Result>(
    fields: object,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result | undefined> {
    const onTimeout = () => new BotError('The network took too long.');
    try {
      return await withTimeout({ clock, timeoutMs: TIMEOUT_MS, onTimeout }, work);
    } catch (error) {
      const reason = error instanceof PlatformError ? error.message : error;
      log.warn({ ...fields, error: reason }, 'direct messages: a message was not sent');
      return undefined;
    }
  }

  const sendTo: DirectMessages['sendTo'] = (channel, { text, controls }, replaced = []) =>
    attempt({ channel: channel.id }, async (signal) => {
      const surface = surfaceOf({ channel });
      if (!surface) return undefined;

      let messages = replaced;
      const reply = replies.open({
        surface,
        key: randomUUID(),
        messages: replaced,
        save: async (saved) => {
          messages = saved;
        },
        signal,
      });
      await reply.finish(text, { controls });
      return { channel, messages };
    });

  return {
    sendTo,

    async send(platform, personId, replyIn) {
      const channel = await openChat(platform, personId);
      return channel && sendTo(channel, replyIn(channel));
    },
  };
}
