import type { Channel, PermissionOverwrites } from 'discord.js';

/** A person on a server. */
export interface ServerPerson {
  readonly serverId: string;
  readonly userId: string;
  readonly roleIds: readonly string[];
}

/** The bit of the permission to do everything. */
const ADMINISTRATOR = 0x8n;
/** The bits of the permissions to see a channel, and to read its earlier messages. */
const READS_HISTORY = 0x400n | 0x1_0000n;
/** The type of a private thread, which only its members see. */
const PRIVATE_THREAD = 12;

/**
 * True if a person may read the earlier messages of a channel, by Discord's rules:
 * https://discord.com/developers/docs/topics/permissions#permission-overwrites. Private threads count
 * as unreadable, because their members are unknown.
 */
export function canRead(
  channel: Channel | undefined,
  { serverId, userId, roleIds }: ServerPerson,
): boolean {
  if (!channel || channel.isDMBased() || channel.guildId !== serverId) return false;
  if (channel.type === PRIVATE_THREAD) return false;

  const { guild: server } = channel;
  if (server.ownerId === userId) return true;

  // Everybody has the role whose id is that of the server.
  const allRoleIds = [serverId, ...roleIds];
  const granted = allRoleIds
    .map((roleId) => server.roles.cache.get(roleId)?.permissions.bitfield ?? 0n)
    .reduce((all, bits) => all | bits, 0n);
  if ((granted & ADMINISTRATOR) !== 0n) return true;

  const place = channel.isThread() ? channel.parent : channel;
  if (!place) return false;

  const overwrites = place.permissionOverwrites.cache;
  const layers = [[serverId], roleIds, [userId]].map((ids) =>
    ids.flatMap((id) => overwrites.get(id) ?? []),
  );
  const bits = layers.reduce(applyOverwrites, granted);
  return (bits & READS_HISTORY) === READS_HISTORY;
}

/** Within a layer, what one overwrite allows wins over what another one denies. */
function applyOverwrites(granted: bigint, layer: readonly PermissionOverwrites[]): bigint {
  const denied = layer.reduce((all, { deny }) => all | deny.bitfield, 0n);
  const allowed = layer.reduce((all, { allow }) => all | allow.bitfield, 0n);
  return (granted & ~denied) | allowed;
}
