import { canRead } from './can-read.ts';
import { channelPermissions, mayManageMessages, type ServerPerson } from './channel-permissions.ts';
import type { PersonLocales } from './person-locales.ts';
import type { ServerNames } from './server-names.ts';
import type { ChannelDetails, ServerSource } from './server-source.ts';

/** Facts about servers that events and messages do not carry. */
export interface GuildCache {
  readonly ownId: string;
  serverName(serverId: string): string | undefined;
  /** The role that Discord made for the bot when it was invited to the server. */
  ownRoleId(serverId: string): string | undefined;
  roleName(serverId: string, roleId: string): string | undefined;
  /** The name of a person on the server, as the last event told it. */
  memberName(serverId: string, userId: string): string | undefined;
  /** The language of a person: that of their app, where they used a command, else that of the server. */
  locale(userId: string, serverId: string | undefined): string | undefined;
  channel(channelId: string): ChannelDetails | undefined;
  /** True if a person with these roles may read the earlier messages of a channel of the server. */
  canRead(channelId: string, person: ServerPerson): boolean;
  /** True if a person with these roles may manage the messages of a channel of the server. */
  canModerate(channelId: string, person: ServerPerson): boolean;
  /** True if a person with these roles may manage the server. */
  managesServer(serverId: string, userId: string, roleIds: readonly string[]): boolean;
}

/** The bits of two permissions: to do everything, and to manage the server. */
export const MANAGES_SERVER = 0x8n | 0x20n;

/**
 * The names of the gateway events that discord.js must handle, so that its caches hold what Parley
 * reads from them. Parley reads messages and interactions itself.
 */
export const CACHED_EVENTS: ReadonlySet<string> = new Set([
  'READY',
  'RESUMED',
  'GUILD_CREATE',
  'GUILD_UPDATE',
  'GUILD_DELETE',
  'GUILD_ROLE_CREATE',
  'GUILD_ROLE_UPDATE',
  'GUILD_ROLE_DELETE',
  // The roles of the bot itself.
  'GUILD_MEMBER_UPDATE',
  'CHANNEL_CREATE',
  'CHANNEL_UPDATE',
  'CHANNEL_DELETE',
  'THREAD_CREATE',
  'THREAD_UPDATE',
  'THREAD_DELETE',
  'THREAD_LIST_SYNC',
  'USER_UPDATE',
]);

/** What events told about people. */
export interface PeopleMemory {
  readonly names: Pick<ServerNames, 'find'>;
  readonly locales: Pick<PersonLocales, 'find'>;
}

/**
 * Reads from a source of servers, such as the caches of discord.js. Servers may have sent roles and channels that lack
 * fields, so what cannot be computed counts as unknown.
 */
export function createGuildCache(
  source: ServerSource,
  ownId: string,
  { names, locales }: PeopleMemory,
): GuildCache {
  const findServer = (serverId: string) => readIfKnown(() => source.server(serverId));
  const findChannel = (channelId: string) => readIfKnown(() => source.channel(channelId));

  /** The channel, with the server of the person. */
  function placeOf(channelId: string, { serverId }: ServerPerson) {
    return { channel: findChannel(channelId), server: findServer(serverId) };
  }

  return {
    ownId,
    ownRoleId: (serverId) => readIfKnown(() => findServer(serverId)?.roleOfBot(ownId)),
    roleName: (serverId, roleId) => readIfKnown(() => findServer(serverId)?.roleName(roleId)),
    memberName: names.find,
    locale: (userId, serverId) => locales.find(userId) ?? findServer(serverId ?? '')?.locale,
    serverName: (serverId) => findServer(serverId)?.name,
    channel: findChannel,
    canRead: (channelId, person) =>
      readIfKnown(() => canRead(placeOf(channelId, person), person)) ?? false,

    canModerate(channelId, person) {
      const bits = readIfKnown(() => channelPermissions(placeOf(channelId, person), person)) ?? 0n;
      return mayManageMessages(bits);
    },

    managesServer(serverId, userId, roleIds) {
      const server = findServer(serverId);
      if (!server) return false;
      if (server.ownerId === userId) return true;

      // Everybody has the role whose id is that of the server.
      return [serverId, ...roleIds].some((roleId) => {
        const bits = readIfKnown(() => server.rolePermissions(roleId)) ?? 0n;
        return (bits & MANAGES_SERVER) !== 0n;
      });
    },
  };
}

/** Gives `undefined` when a value cannot be computed. */
function readIfKnown<Value>(read: () => Value | undefined): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
