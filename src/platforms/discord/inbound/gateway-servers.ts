import type { Channel, Client, Guild } from 'discord.js';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { nameReader } from './raw-content.ts';
import {
  type ChannelFacts,
  chosenLocale,
  type ServerFacts,
  type ServerSource,
} from './server-source.ts';

/** Gives the servers and channels in the caches of discord.js, which the gateway fills. */
export function createGatewayServers(client: Client): ServerSource {
  return {
    server(serverId) {
      const server = client.guilds.cache.get(serverId);
      return server && serverFacts(server);
    },
    channel: (channelId) => channelFacts(client.channels.cache.get(channelId)),
  };
}

function serverFacts(server: Guild): ServerFacts {
  return {
    ...omitUndefined({
      name: nameReader(server.name),
      ownerId: server.ownerId,
      locale: chosenLocale(server.features ?? [], nameReader(server.preferredLocale)),
    }),
    roleName: (roleId) => nameReader(server.roles.cache.get(roleId)?.name),
    rolePermissions: (roleId) => server.roles.cache.get(roleId)?.permissions.bitfield,
    roleOfBot: (botId) => server.roles.botRoleFor(botId)?.id,
  };
}

function channelFacts(channel: Channel | undefined): ChannelFacts | undefined {
  if (!channel || channel.isDMBased()) return undefined;

  const { type, name, parentId, guildId } = channel;
  const overwritten = channel.isThread() ? channel.parent : channel;
  return omitUndefined({
    type,
    serverId: guildId,
    name: nameReader(name),
    parentId: parentId || undefined,
    ownerId: (channel.isThread() && channel.ownerId) || undefined,
    overwriteOf: overwritten
      ? (id: string) => {
          const overwrite = overwritten.permissionOverwrites.cache.get(id);
          return overwrite && { allow: overwrite.allow.bitfield, deny: overwrite.deny.bitfield };
        }
      : undefined,
  });
}
