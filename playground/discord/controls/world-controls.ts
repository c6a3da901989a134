import { addChannel, addGuild } from '../first-world.ts';
import { openDirect } from '../open-direct.ts';
import { findChannel } from '../people/client-messages.ts';
import { toRoom } from '../people/to-shown.ts';
import { everyonePermissions, permissionBit } from '../permissions.ts';
import { openThread, updateThread } from '../threads.ts';
import type { Guild, Role, World } from '../world.ts';
import type { DiscordControls } from './discord-controls.ts';

type WorldControls = Pick<
  DiscordControls,
  | 'denyPermissions'
  | 'setThread'
  | 'openDirect'
  | 'addPerson'
  | 'addChannel'
  | 'addForum'
  | 'openThread'
  | 'addServer'
  | 'removeServer'
  | 'allowPersonalInstall'
  | 'addForeignServer'
  | 'openForeignDirect'
  | 'setBotMembership'
>;

/**
 * Creates the switches that change the world. The bot learns of each change by the events that
 * Discord sends.
 */
export function createWorldControls(world: World): WorldControls {
  return {
    denyPermissions(roomId, denied) {
      const channel = findChannel(world, roomId);
      const deny = denied.reduce((bits, name) => bits | permissionBit[name], 0n);
      const otherOverwrites = channel.overwrites.filter(({ id }) => id !== world.botId);
      channel.overwrites = [
        ...otherOverwrites,
        { id: world.botId, kind: 'member', allow: 0n, deny },
      ];
      world.publish({ kind: 'channel-updated', channel });
    },
    setThread: (roomId, state) => updateThread(world, findChannel(world, roomId), state),
    openDirect: (personId) => toRoom(world, openDirect(world, personId)),
    addPerson(name, { isBot = false, isModerator = false } = {}) {
      const id = world.nextId();
      world.users.set(id, { id, name, isBot });
      for (const guild of world.guilds.values())
        guild.members.set(id, isModerator ? [findModeratorRole(world, guild).id] : []);
      return id;
    },
    addChannel(name, serverId = [...world.guilds.keys()][0]) {
      if (serverId === undefined || !world.guilds.has(serverId))
        throw new Error('There is no such server');
      const channel = addChannel(world, serverId, name);
      world.publish({ kind: 'channel-created', channel });
      return toRoom(world, channel);
    },
    addForum(name) {
      const [serverId = ''] = world.guilds.keys();
      const forum = addChannel(world, serverId, name, world.nextId(), 'forum');
      world.publish({ kind: 'channel-created', channel: forum });
      return toRoom(world, forum);
    },
    openThread: (roomId, name) =>
      toRoom(world, openThread(world, findChannel(world, roomId), { name, ownerId: world.meId })),
    addServer(name) {
      const guild = addGuild(world, name);
      const channel = addChannel(world, guild.id, 'general');
      world.publish({ kind: 'guild-added', guild });
      return { id: guild.id, room: toRoom(world, channel) };
    },
    allowPersonalInstall(isAllowed) {
      world.isPersonalInstallAllowed = isAllowed;
    },
    addForeignServer(name) {
      const guild = addGuild(world, name);
      const users = [...world.users.values()];
      for (const { id, isBot } of users) if (isBot) guild.members.delete(id);
      return toRoom(world, addChannel(world, guild.id, 'lounge'));
    },
    openForeignDirect(personId) {
      const id = world.nextId();
      world.channels.set(id, {
        id,
        kind: 'direct',
        name: world.users.get(personId)?.name ?? personId,
        recipients: [world.meId, personId],
        overwrites: [],
        messages: new Map(),
      });
      return id;
    },
    setBotMembership(isMember) {
      const [guild] = world.guilds.values();
      if (!guild || guild.members.has(world.botId) === isMember) return;

      const botRole = guild.roles.find(({ botId }) => botId === world.botId);
      if (isMember) guild.members.set(world.botId, botRole ? [botRole.id] : []);
      else guild.members.delete(world.botId);
      world.publish({ kind: isMember ? 'guild-added' : 'guild-removed', guild });
      world.publish({ kind: 'commands' });
    },
    removeServer(serverId) {
      const guild = world.guilds.get(serverId);
      if (!guild) return;

      world.guilds.delete(serverId);
      for (const channel of world.channels.values()) {
        if (channel.guildId === serverId) world.channels.delete(channel.id);
      }
      world.publish({ kind: 'guild-removed', guild });
    },
  };
}

/** The role of the moderators, which the first of them brings along. */
function findModeratorRole(world: World, guild: Guild): Role {
  const existing = guild.roles.find(({ name }) => name === 'Moderators');
  if (existing) return existing;

  const role: Role = {
    id: world.nextId(),
    name: 'Moderators',
    permissions: everyonePermissions | permissionBit.manageMessages,
  };
  guild.roles.push(role);
  return role;
}
