import type { Client, Guild } from 'discord.js';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { canRead } from './can-read.ts';
import { channelPermissions, mayManageMessages, type ServerPerson } from './channel-permissions.ts';
import type { PersonLocales } from './person-locales.ts';
import { nameReader } from './raw-content.ts';
import type { ServerNames } from './server-names.ts';

/** A channel of a server, as far as an event or the cache describes it. */
export interface ChannelDetails {
  /**
   * Discord's number:
   * https://discord.com/developers/docs/resources/channel#channel-object-channel-types
   */
  readonly type?: number;
  readonly name?: string;
  /** The channel of a thread, or the category of a channel. */
  readonly parentId?: string;
  readonly serverId?: string;
  /** The person or bot that started the thread. */
  readonly ownerId?: string;
}

/** Facts about servers that events do not carry, and that the gateway sent earlier. */
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

/** The language of a server until somebody chooses another one. */
const DEFAULT_LOCALE = 'en-US';

/**
 * Reads from the caches of discord.js. Servers may have sent roles and channels that lack fields, so
 * what discord.js cannot compute counts as unknown.
 */
export function createGuildCache(
  client: Client,
  ownId: string,
  { names, locales }: PeopleMemory,
): GuildCache {
  const findServer = (serverId: string) => client.guilds.cache.get(serverId);

  return {
    ownId,
    ownRoleId: (serverId) => readIfKnown(() => findServer(serverId)?.roles.botRoleFor(ownId)?.id),
    roleName: (serverId, roleId) =>
      readIfKnown(() => nameReader(findServer(serverId)?.roles.cache.get(roleId)?.name)),
    memberName: names.find,
    locale: (userId, serverId) =>
      locales.find(userId) ?? readIfKnown(() => serverLocale(findServer(serverId ?? ''))),
    serverName: (serverId) => nameReader(findServer(serverId)?.name),
    channel: (channelId) => readIfKnown(() => findChannel(client, channelId)),
    canRead: (channelId, person) =>
      readIfKnown(() => canRead(client.channels.cache.get(channelId), person)) ?? false,

    canModerate(channelId, person) {
      const channel = client.channels.cache.get(channelId);
      const bits = readIfKnown(() => channelPermissions(channel, person)) ?? 0n;
      return mayManageMessages(bits);
    },

    managesServer(serverId, userId, roleIds) {
      const server = findServer(serverId);
      if (!server) return false;
      if (server.ownerId === userId) return true;

      // Everybody has the role whose id is that of the server.
      const roles = [serverId, ...roleIds].map((roleId) => server.roles.cache.get(roleId));
      return roles.some((role) => {
        const bits = readIfKnown(() => role?.permissions.bitfield) ?? 0n;
        return (bits & MANAGES_SERVER) !== 0n;
      });
    },
  };
}

/** Only Community servers can choose their language, so that of other servers says nothing. */
function serverLocale(server: Guild | undefined): string | undefined {
  if (!server?.features.includes('COMMUNITY')) return undefined;
  const locale = nameReader(server.preferredLocale);
  return locale === DEFAULT_LOCALE ? undefined : locale;
}

function findChannel(client: Client, channelId: string): ChannelDetails | undefined {
  const channel = client.channels.cache.get(channelId);
  if (!channel || channel.isDMBased()) return undefined;

  const { type, name, parentId, guildId } = channel;
  return omitUndefined({
    type,
    serverId: guildId,
    name: nameReader(name),
    parentId: parentId || undefined,
    ownerId: (channel.isThread() && channel.ownerId) || undefined,
  });
}

/** Gives `undefined` when discord.js cannot compute a value. */
function readIfKnown<Value>(read: () => Value | undefined): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
