import { ApiError } from './api-error.ts';
import type { Channel, Guild, Overwrite, World } from './world.ts';

/** The bits of the permissions that the local Discord checks. */
export const permissionBit = {
  addReactions: 1n << 6n,
  manageMessages: 1n << 13n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  useCommands: 1n << 31n,
  manageThreads: 1n << 34n,
  createThreads: 1n << 35n,
  sendInThreads: 1n << 38n,
} as const;

/** The name of a permission that the local Discord checks. */
export type PermissionName = keyof typeof permissionBit;

/** The permissions that everybody has on a new server. */
export const everyonePermissions =
  permissionBit.addReactions |
  permissionBit.viewChannel |
  permissionBit.sendMessages |
  permissionBit.embedLinks |
  permissionBit.attachFiles |
  permissionBit.readMessageHistory |
  permissionBit.mentionEveryone |
  permissionBit.useCommands |
  permissionBit.createThreads |
  permissionBit.sendInThreads;

/** All 53 permissions of 2026. A server's owner has them all. */
export const allPermissions = (1n << 53n) - 1n;

/**
 * The permissions of a user in a channel: those of the roles, changed by the channel's overwrites
 * from the general to the particular. A thread has the overwrites of its channel.
 */
export function permissionsIn(world: World, channel: Channel, userId: string): bigint {
  if (channel.kind === 'direct')
    return channel.recipients.includes(userId) ? everyonePermissions : 0n;
  const guild = world.guilds.get(channel.guildId ?? '');
  if (!guild?.members.has(userId)) return 0n;
  const fromRoles = guildPermissions(guild, userId);
  if (fromRoles === allPermissions) return fromRoles;

  const { overwrites } = world.channels.get(channel.parentId ?? '') ?? channel;
  const roleIds = guild.members.get(userId) ?? [];
  const forEveryone = overwrites.filter(({ id }) => id === guild.id);
  const forRoles = overwrites.filter(({ id, kind }) => kind === 'role' && roleIds.includes(id));
  const forMember = overwrites.filter(({ id }) => id === userId);
  return [forEveryone, forRoles, forMember].reduce(applyOverwrites, fromRoles);
}

/** True when a user has a permission in a channel. */
export function hasPermission(
  world: World,
  channel: Channel,
  userId: string,
  name: PermissionName,
): boolean {
  return (permissionsIn(world, channel, userId) & permissionBit[name]) !== 0n;
}

/**
 * Checks that a user may see a channel and has these permissions in it.
 *
 * @throws An `ApiError` as Discord answers when one is missing.
 */
export function requirePermissions(
  world: World,
  channel: Channel,
  userId: string,
  ...names: readonly PermissionName[]
): void {
  if (!hasPermission(world, channel, userId, 'viewChannel')) throw ApiError.missingAccess();
  if (names.some((name) => !hasPermission(world, channel, userId, name)))
    throw ApiError.missingPermissions();
}

/** True when a member of a server has the permission Manage Messages in all of it. */
export function mayModerate(guild: Guild, userId: string): boolean {
  return (guildPermissions(guild, userId) & permissionBit.manageMessages) !== 0n;
}

function guildPermissions(guild: Guild, userId: string): bigint {
  if (guild.ownerId === userId) return allPermissions;
  // The role of @everyone has the guild's id.
  const roleIds = new Set([guild.id, ...(guild.members.get(userId) ?? [])]);
  return guild.roles
    .filter(({ id }) => roleIds.has(id))
    .reduce((bits, { permissions }) => bits | permissions, 0n);
}

function applyOverwrites(permissions: bigint, overwrites: readonly Overwrite[]): bigint {
  const denied = overwrites.reduce((bits, { deny }) => bits | deny, 0n);
  const allowed = overwrites.reduce((bits, { allow }) => bits | allow, 0n);
  return (permissions & ~denied) | allowed;
}
