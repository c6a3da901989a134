import type { Channel } from '../contracts/chat-message.ts';
import type { Platform } from '../contracts/platform.ts';
import { networkOf } from '../lib/network-of.ts';

/** Gives the channels of the other bots of the network in the same place. Each has a conversation of its own. */
export type PlacesOfOthers = (channel: Channel) => readonly Channel[];

/** Creates the function for the bots of this process. */
export function createPlacesOfOthers(platforms: readonly Pick<Platform, 'name'>[]): PlacesOfOthers {
  return (channel) =>
    platforms
      .filter(({ name }) => name !== channel.platform)
      .filter(({ name }) => networkOf(name) === networkOf(channel.platform))
      .map(({ name }) => ({ ...channel, platform: name }));
}
