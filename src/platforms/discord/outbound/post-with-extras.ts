import { createHash } from 'node:crypto';
import type { Address } from '../../../contracts/address.ts';
import type { PutOptions } from '../../../contracts/reply-surface.ts';
import { hasCode, hasKind } from '../connection/discord-error.ts';
import type { DiscordMessageRef } from '../message-ref.ts';

/** Discord's code: the bot may not read the history of the channel, which a reply needs. */
const CANNOT_REPLY = 160_002;
/** Discord's limit. */
const NONCE_LENGTH = 25;

/**
 * Creates a message by `post`, with fields that make it a reply and let Discord recognise a
 * repeated create. If the server refuses these fields, it posts again with fewer of them, and then
 * with none: a channel may allow no replies, and Discord-compatible servers do not know every
 * field.
 */
export async function postWithExtras<Result>(
  address: Address,
  options: Pick<PutOptions<DiscordMessageRef>, 'key' | 'after'>,
  post: (extras: object) => Promise<Result>,
): Promise<Result> {
  const variants = extrasOf(address, options);

  for (const extras of variants) {
    try {
      return await post(extras);
    } catch (error) {
      const isRefused = hasCode(error, CANNOT_REPLY) || hasKind(error, 'invalid');
      if (!isRefused) throw error;
    }
  }

  return post({});
}

/** The variants to try before the one without extras, richest first. */
function extrasOf(
  { channel, questionId }: Address,
  { key, after }: Pick<PutOptions<DiscordMessageRef>, 'key' | 'after'>,
): readonly object[] {
  // The question is a part of the nonce, because the keys begin anew when a store is lost.
  const nonce = nonceOf(`${questionId ?? ''} ${key}`);
  const recognition = { nonce, enforce_nonce: true };
  if (after || !questionId) return [recognition];

  const message_reference = {
    message_id: questionId,
    // Discord needs no channel here, but Spacebar does.
    channel_id: channel.id,
    fail_if_not_exists: false,
  };
  return [{ ...recognition, message_reference }, recognition];
}

/** Always the same for the same key. */
function nonceOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, NONCE_LENGTH);
}
