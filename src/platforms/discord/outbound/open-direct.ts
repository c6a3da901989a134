import type { Channel } from '../../../contracts/chat-message.ts';
import { fieldsReader } from '../../../lib/json-reader.ts';
import { DiscordError } from '../connection/discord-error.ts';
import type { RestCalls } from '../connection/rest-calls.ts';
import { idReader } from '../inbound/raw-content.ts';

const channelReader = fieldsReader({ id: idReader }, 'id');

/**
 * Opens the direct messages with a person, or gives the ones that are open. A person who takes no messages
 * of the bot is known only when it writes.
 *
 * @throws A `DiscordError`.
 */
export async function openDirect(
  personId: string,
  signal: AbortSignal,
  calls: RestCalls,
): Promise<Channel> {
  const response = await calls.send<unknown>('post', '/users/@me/channels', {
    purpose: 'open direct messages',
    body: { recipient_id: personId },
    rateLimitKey: 'direct messages',
    signal,
  });

  const channel = channelReader(response);
  if (channel) return { platform: 'discord', id: channel.id, kind: 'direct' };
  throw new DiscordError(
    'Discord opened direct messages, but did not say which channel they are.',
    {
      kind: 'server',
    },
  );
}
