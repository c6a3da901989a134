import { channelKey } from './channel-key.ts';
import { networkOf } from './network-of.ts';
import { placeIdOf } from './personal-channel.ts';

/** The parts of a channel that name its scopes. */
interface ScopedChannel {
  readonly platform: string;
  readonly id: string;
  readonly server?: string;
  readonly categoryId?: string;
  readonly parentId?: string;
  readonly personId?: string;
}

/**
 * The names of the scopes that contain a channel, from the widest to the narrowest. For one of several bots,
 * the scope of the network comes before that of the bot, at every width.
 */
export function scopeNames(channel: ScopedChannel): readonly string[] {
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
