import type { Client } from 'discord.js';

export interface CachedChannel {
  /** Discord's number. */
  readonly type?: number;
  readonly name?: string;
  readonly parentId?: string;
  /** Who started the thread. */
  readonly ownerId?: string;
}

/** What events do not carry and the gateway told before. */
export interface GuildCache {
  readonly ownId: string;
  /** The role that Discord made for the bot itself when it was invited to a server. */
  ownRole(serverId: string): string | undefined;
  roleName(serverId: string, roleId: string): string | undefined;
  channel(id: string): CachedChannel | undefined;
  /** Whether somebody with these roles may manage the server. */
  managesServer(serverId: string, userId: string, roleIds: readonly string[]): boolean;
}

/** May do all, or may manage the server. */
export const MANAGES_SERVER = 0x8n | 0x20n;

/** Looks into the caches of discord.js. */
export function createGuildCache(client: Client, ownId: string): GuildCache {
  const server = (id: string) => client.guilds.cache.get(id);
  return {
    ownId,
    ownRole: (serverId) => server(serverId)?.roles.botRoleFor(ownId)?.id,
    roleName: (serverId, roleId) => server(serverId)?.roles.cache.get(roleId)?.name,
    channel(id) {
      const channel = client.channels.cache.get(id);
      if (!channel || channel.isDMBased()) return undefined;
      const { type, name, parentId } = channel;
      const ownerId = channel.isThread() ? channel.ownerId : null;
      return { type, name, ...(parentId && { parentId }), ...(ownerId && { ownerId }) };
    },
    managesServer(serverId, userId, roleIds) {
      const known = server(serverId);
      if (!known) return false;
      // Everybody has the role whose id is the server's.
      const roles = [serverId, ...roleIds].map((id) => known.roles.cache.get(id));
      return (
        known.ownerId === userId ||
        roles.some((role) => ((role?.permissions.bitfield ?? 0n) & MANAGES_SERVER) !== 0n)
      );
    },
  };
}
