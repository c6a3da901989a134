import type { Channel } from '../contracts/chat-message.ts';
import type { Platform } from '../contracts/platform.ts';
import { networkOf } from '../lib/network-of.ts';

/** Gives the same place as each other bot of its network has it: its conversation there is another one. */
export type PlacesOfOthers = (channel: Channel) => readonly Channel[];

/** Knows the bots of this process. */
export function createPlacesOfOthers(platforms: readonly Pick<Platform, 'name'>[]): PlacesOfOthers {
  return (channel) =>
    platforms
      .filter(({ name }) => name !== channel.platform)
      .filter(({ name }) => networkOf(name) === networkOf(channel.platform))
      .map(({ name }) => ({ ...channel, platform: name }));
}
