import type { Channel, PermissionOverwrites } from 'discord.js';

/** A person on a server. */
export interface ServerPerson {
  readonly serverId: string;
  readonly userId: string;
  readonly roleIds: readonly string[];
}

/** The bit of the permission to do everything. */
const ADMINISTRATOR = 0x8n;
/** The bit of the permission to delete other people's messages, and to pin some. */
const MANAGE_MESSAGES = 1n << 13n;
/** All bits: the owner of a server and its administrators have every permission. */
const EVERYTHING = ~0n;

/** True if these permissions let a person manage messages. An administrator has every permission. */
export function mayManageMessages(permissions: bigint): boolean {
  return (permissions & (ADMINISTRATOR | MANAGE_MESSAGES)) !== 0n;
}

/**
 * The permissions of a person in a channel, by Discord's rules:
 * https://discord.com/developers/docs/topics/permissions#permission-overwrites. A thread has those of its
 * channel. None where the channel is unknown, or belongs to another server.
 */
export function channelPermissions(
  channel: Channel | undefined,
  { serverId, userId, roleIds }: ServerPerson,
): bigint {
  if (!channel || channel.isDMBased() || channel.guildId !== serverId) return 0n;

  const { guild: server } = channel;
  if (server.ownerId === userId) return EVERYTHING;

  // Everybody has the role whose id is that of the server.
  const granted = [serverId, ...roleIds]
    .map((roleId) => server.roles.cache.get(roleId)?.permissions.bitfield ?? 0n)
    .reduce((all, bits) => all | bits, 0n);
  if ((granted & ADMINISTRATOR) !== 0n) return EVERYTHING;

  const overwritten = channel.isThread() ? channel.parent : channel;
  if (!overwritten) return 0n;

  const overwrites = overwritten.permissionOverwrites.cache;
  const layers = [[serverId], roleIds, [userId]].map((ids) =>
    ids.flatMap((id) => overwrites.get(id) ?? []),
  );
  return layers.reduce(applyOverwrites, granted);
}

/** Within a layer, what one overwrite allows wins over what another one denies. */
function applyOverwrites(granted: bigint, layer: readonly PermissionOverwrites[]): bigint {
  const denied = layer.reduce((all, { deny }) => all | deny.bitfield, 0n);
  const allowed = layer.reduce((all, { allow }) => all | allow.bitfield, 0n);
  return (granted & ~denied) | allowed;
}
