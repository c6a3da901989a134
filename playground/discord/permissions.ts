import { ApiError } from './api-error.ts';
import type { Channel, Guild, World } from './world.ts';

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

export type PermissionName = keyof typeof permissionBit;

/** What everybody may do on a new server. */
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

/** The 53 permissions of 2026; an owner has them all. */
export const allPermissions = (1n << 53n) - 1n;

function guildPermissions(guild: Guild, userId: string): bigint {
  if (guild.ownerId === userId) return allPermissions;
  const held = new Set([guild.id, ...(guild.members.get(userId) ?? [])]);
  return guild.roles
    .filter((role) => held.has(role.id))
    .reduce((bits, role) => bits | role.permissions, 0n);
}

/** What `userId` may do in a channel: the roles, then the channel's overwrites from the general to the particular. */
export function permissionsIn(world: World, channel: Channel, userId: string): bigint {
  if (channel.kind === 'direct')
    return channel.recipients.includes(userId) ? everyonePermissions : 0n;
  const guild = world.guilds.get(channel.guildId ?? '');
  if (!guild?.members.has(userId)) return 0n;
  const base = guildPermissions(guild, userId);
  if (base === allPermissions) return base;
  const roles = guild.members.get(userId) ?? [];
  const holder =
    channel.parentId === undefined ? channel : (world.channels.get(channel.parentId) ?? channel);
  const ranks = [
    holder.overwrites.filter((overwrite) => overwrite.id === guild.id),
    holder.overwrites.filter(
      (overwrite) => overwrite.kind === 'role' && roles.includes(overwrite.id),
    ),
    holder.overwrites.filter((overwrite) => overwrite.id === userId),
  ];
  return ranks.reduce((bits, rank) => {
    const denied = rank.reduce((sum, overwrite) => sum | overwrite.deny, 0n);
    const allowed = rank.reduce((sum, overwrite) => sum | overwrite.allow, 0n);
    return (bits & ~denied) | allowed;
  }, base);
}

export function hasPermission(
  world: World,
  channel: Channel,
  userId: string,
  name: PermissionName,
): boolean {
  return (permissionsIn(world, channel, userId) & permissionBit[name]) !== 0n;
}

/** Throws what Discord answers to somebody who may not. */
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
