import type { ChatMessage } from '../../contracts/chat-message.ts';
import type { Nearby } from '../../contracts/nearby.ts';
import type { Platform } from '../../contracts/platform.ts';
import type { People, SettingsOf } from '../../contracts/settings.ts';
import type { DeclineReason } from '../../contracts/trace.ts';
import { isRemembered } from '../is-remembered.ts';

/** The store of nearby messages, and the rules for what is kept. */
export interface KeepNearbyParts {
  readonly nearby: Pick<Nearby, 'record'>;
  readonly settingsOf: SettingsOf;
  readonly people: Pick<People, 'settings'>;
  findPlatform(name: string): Pick<Platform, 'archive'> | undefined;
}

/** The declined messages that count as nearby messages. */
const REASONS: readonly DeclineReason['kind'][] = ['unaddressed', 'others', 'shared', 'bot'];

/** Keeps a message that is no question for later ones, where the settings say so and the network has no archive. */
export function keepNearby(
  { nearby, settingsOf, people, findPlatform }: KeepNearbyParts,
  message: ChatMessage,
  reason: DeclineReason,
): void {
  const { channel } = message;
  const { nearby: limits } = settingsOf(channel);
  const hasArchive = findPlatform(channel.platform)?.archive !== undefined;
  if (!limits || hasArchive || !REASONS.includes(reason.kind)) return;
  if (isRemembered(people, message)) nearby.record(message, limits);
}
