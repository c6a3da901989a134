import type { ChannelFacts, ServerFacts } from './server-source.ts';

/** A person on a server. */
export interface ServerPerson {
  readonly serverId: string;
  readonly userId: string;
  readonly roleIds: readonly string[];
}

/** A channel with the server that it belongs to, as far as they are known. */
export interface ChannelOnServer {
  readonly channel: ChannelFacts | undefined;
  readonly server: ServerFacts | undefined;
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
  { channel, server }: ChannelOnServer,
  { serverId, userId, roleIds }: ServerPerson,
): bigint {
  if (!channel || !server || channel.serverId !== serverId) return 0n;
  if (server.ownerId === userId) return EVERYTHING;

  // Everybody has the role whose id is that of the server.
  const granted = [serverId, ...roleIds]
    .map((roleId) => server.rolePermissions(roleId) ?? 0n)
    .reduce((all, bits) => all | bits, 0n);
  if ((granted & ADMINISTRATOR) !== 0n) return EVERYTHING;

  const { overwriteOf } = channel;
  if (!overwriteOf) return 0n;
  const layers = [[serverId], roleIds, [userId]].map((ids) =>
    ids.flatMap((id) => overwriteOf(id) ?? []),
  );
  return layers.reduce(applyOverwrites, granted);
}

/** Within a layer, what one overwrite allows wins over what another one denies. */
function applyOverwrites(
  granted: bigint,
  layer: readonly { readonly allow: bigint; readonly deny: bigint }[],
): bigint {
  const denied = layer.reduce((all, { deny }) => all | deny, 0n);
  const allowed = layer.reduce((all, { allow }) => all | allow, 0n);
  return (granted & ~denied) | allowed;
}
