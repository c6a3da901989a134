import type { Channel } from '../../contracts/chat-message.ts';
import type { Platform } from '../../contracts/platform.ts';
import type { SettingsOf } from '../../contracts/settings.ts';

interface KeepsNearbyParts {
  readonly settingsOf: SettingsOf;
  findPlatform(name: string): Pick<Platform, 'archive'> | undefined;
}

/** Tells whether the store keeps the nearby messages of a channel, because its network has no archive. */
export function keepsNearby(
  { settingsOf, findPlatform }: KeepsNearbyParts,
  channel: Channel,
): boolean {
  const hasArchive = findPlatform(channel.platform)?.archive !== undefined;
  return settingsOf(channel).nearby !== undefined && !hasArchive;
}
