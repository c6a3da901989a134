import type { Channel } from '../contracts/chat-message.ts';
import { channelKey } from '../lib/channel-key.ts';
import { networkOf } from '../lib/network-of.ts';

/**
 * The names of the scopes that contain a channel, from the widest to the narrowest. For one of several bots,
 * the scope of the network comes before that of the bot, at every width.
 */
export function scopeNames(channel: Channel): readonly string[] {
  const { platform, id, server, categoryId, parentId } = channel;
  const platforms = [...new Set([networkOf(platform), platform])];
  const ids = [server, categoryId, parentId, id].filter((scopeId) => scopeId !== undefined);

  return [
    'bot',
    ...platforms,
    ...ids.flatMap((scopeId) =>
      platforms.map((name) => channelKey({ platform: name, id: scopeId })),
    ),
  ];
}
