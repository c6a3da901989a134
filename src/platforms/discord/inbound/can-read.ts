import {
  type ChannelOnServer,
  channelPermissions,
  type ServerPerson,
} from './channel-permissions.ts';

/** The bits of the permissions to see a channel, and to read its earlier messages. */
const READS_HISTORY = 0x400n | 0x1_0000n;
/** The type of a private thread, which only its members see. */
const PRIVATE_THREAD = 12;

/**
 * True if a person may read the earlier messages of a channel. Private threads count as unreadable,
 * because their members are unknown.
 */
export function canRead(place: ChannelOnServer, person: ServerPerson): boolean {
  if (place.channel?.type === PRIVATE_THREAD) return false;
  return (channelPermissions(place, person) & READS_HISTORY) === READS_HISTORY;
}
