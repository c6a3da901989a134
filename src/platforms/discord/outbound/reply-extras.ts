import { createHash } from 'node:crypto';
import type { Address } from '../../../contracts/address.ts';
import type { PutOptions } from '../../../contracts/reply-surface.ts';
import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { hasCode, hasKind, isTooLong } from '../connection/discord-error.ts';
import type { DiscordMessageRef } from '../message-ref.ts';

/** Creates messages as replies that Discord recognises when they are repeated. */
export interface ReplyExtras {
  /**
   * Creates a message by `send`, with fields that make it a reply and let Discord recognise a
   * repeated create. If the server refuses these fields, it sends again with fewer of them, and then
   * with none: a channel may allow no replies, and Discord-compatible servers do not know every
   * field.
   */
  post<Result>(
    address: Address,
    options: Pick<PutOptions<DiscordMessageRef>, 'key' | 'after'>,
    send: (extras: object) => Promise<Result>,
  ): Promise<Result>;
}

/**
 * Discord's codes: the bot may not read the history of the channel, which a reply needs (160002,
 * 160009), or may not refer to a message there (160010; discord/discord-api-docs #8424).
 */
const CANNOT_REPLY = [160_002, 160_009, 160_010];
/** Discord's limit. */
const NONCE_LENGTH = 25;
/** The time until a channel is asked again whether it takes replies: a right may be given. */
const WITHOUT_REPLIES_MS = 10 * 60_000;
const REMEMBERED_CHANNELS = 1_000;

/** Creates extras that remember the channels which take no replies. */
export function createReplyExtras(clock: Clock): ReplyExtras {
  const channelsWithoutReplies = createExpiringMap<string, true>({
    clock,
    maxEntries: REMEMBERED_CHANNELS,
  });

  return {
    async post(address, options, send) {
      const channelId = address.channel.id;
      const takesReplies = !channelsWithoutReplies.has(channelId);
      let isReplyForbidden = false;

      for (const extras of extrasOf(address, options, takesReplies)) {
        try {
          const result = await send(extras);
          if (isReplyForbidden) channelsWithoutReplies.set(channelId, true, WITHOUT_REPLIES_MS);
          return result;
        } catch (error) {
          const isForbidden = 'message_reference' in extras && forbidsReply(error);
          if (!isForbidden && !refusesFields(error)) throw error;
          isReplyForbidden ||= isForbidden;
        }
      }

      return send({});
    },
  };
}

/** Servers forbid a reply with various codes, some of which may forbid any message. */
function forbidsReply(error: unknown): boolean {
  return hasCode(error, ...CANNOT_REPLY) || hasKind(error, 'forbidden');
}

function refusesFields(error: unknown): boolean {
  return hasKind(error, 'invalid') && !isTooLong(error);
}

/** The variants to try before the one without extras, richest first. */
function extrasOf(
  address: Address,
  { key, after }: Pick<PutOptions<DiscordMessageRef>, 'key' | 'after'>,
  takesReplies: boolean,
): readonly object[] {
  const { channel, questionId } = address;
  const recognition = { nonce: nonceOf(address, key), enforce_nonce: true };
  if (after || !questionId || !takesReplies || isOnQuestion(address)) return [recognition];

  const message_reference = {
    message_id: questionId,
    // Discord needs no channel here, but Spacebar does.
    channel_id: channel.id,
    fail_if_not_exists: false,
  };
  return [{ ...recognition, message_reference }, recognition];
}

/** True for a thread that was opened on the question: the question is not in it. */
export function isOnQuestion({ opensThread }: Address): boolean {
  return opensThread !== undefined;
}

/**
 * Always the same for the same key of an answer. The question is a part of it, because the keys begin
 * anew when a store is lost.
 */
export function nonceOf({ questionId = '' }: Address, key: string): string {
  const text = `${questionId} ${key}`;
  return createHash('sha256').update(text).digest('base64url').slice(0, NONCE_LENGTH);
}
