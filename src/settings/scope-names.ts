import type { Channel } from '../contracts/chat-message.ts';
import { channelKey } from '../lib/channel-key.ts';
import { networkOf } from '../lib/network-of.ts';
import { placeIdOf } from '../lib/personal-channel.ts';

/**
 * The names of the scopes that contain a channel, from the widest to the narrowest. For one of several bots,
 * the scope of the network comes before that of the bot, at every width.
 */
export function scopeNames(channel: Channel): readonly string[] {
  const { platform, id, server, categoryId, parentId } = channel;
  // Of a conversation of one person in a thread, `parentId` is the channel of the thread.
  const around = [server, categoryId, parentId, placeIdOf(channel)];
  const platforms = [...new Set([networkOf(platform), platform])];
  const ids = [...new Set([...around, id])].filter((scopeId) => scopeId !== undefined);

  return [
    'bot',
    ...platforms,
    ...ids.flatMap((scopeId) =>
      platforms.map((name) => channelKey({ platform: name, id: scopeId })),
    ),
  ];
}
