import type { Clock } from '../../src/lib/clock.ts';
import { FileBudget } from '../file-budget.ts';
import { createFullestWindows } from '../fullest-windows.ts';
import { createFileAddresses } from './file-addresses.ts';
import type { DiscordLimits } from './limits.ts';
import { openDirect } from './open-direct.ts';
import { everyonePermissions } from './permissions.ts';
import { createSnowflakeSource, fixedSnowflake } from './snowflakes.ts';
import { openThread } from './threads.ts';
import type { Channel, Guild, World, WorldEvent } from './world.ts';

/**
 * The numbers of ids that stay the same at every start, so that a bot's stored data still finds its
 * channels.
 */
const ID_INDEX = {
  guild: 1,
  bot: 2,
  botRole: 3,
  me: 4,
  robin: 5,
  general: 6,
  random: 7,
  thread: 8,
  direct: 9,
} as const;
const fixedId = (name: keyof typeof ID_INDEX) => fixedSnowflake(ID_INDEX[name]);

/**
 * Creates a world with one server, its two channels and a thread, a direct channel, two people and
 * the bot.
 */
export function createFirstWorld(clock: Clock, limits: DiscordLimits): World {
  const world = createEmptyWorld(clock, limits);
  world.users.set(world.meId, { id: world.meId, name: 'you', isBot: false });
  world.users.set(fixedId('robin'), { id: fixedId('robin'), name: 'Robin', isBot: false });
  world.users.set(world.botId, { id: world.botId, name: 'Parley', isBot: true });

  addGuild(world, 'Parley Playground', {
    guildId: fixedId('guild'),
    botRoleId: fixedId('botRole'),
  });
  const general = addChannel(world, fixedId('guild'), 'general', fixedId('general'));
  addChannel(world, fixedId('guild'), 'random', fixedId('random'));
  openThread(world, general, { id: fixedId('thread'), name: 'a thread', ownerId: world.meId });

  openDirect(world, world.meId, fixedId('direct'));
  return world;
}

function createEmptyWorld(clock: Clock, limits: DiscordLimits): World {
  const listeners = new Set<(event: WorldEvent) => void>();
  return {
    clock,
    limits,
    botId: fixedId('bot'),
    meId: fixedId('me'),
    origin: '',
    fileAddresses: createFileAddresses(clock, limits.attachmentMs),
    fileBudget: new FileBudget(),
    fullestWindows: createFullestWindows(),
    users: new Map(),
    guilds: new Map(),
    channels: new Map(),
    canReadContent: true,
    isPersonalInstallAllowed: false,
    givenFiles: new Map(),
    nextId: createSnowflakeSource(clock),
    publish(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Adds a server that belongs to the person at the keyboard. Everybody is a member; the bot has a
 * role of its own.
 */
export function addGuild(
  world: World,
  name: string,
  {
    guildId = world.nextId(),
    botRoleId = world.nextId(),
  }: { guildId?: string; botRoleId?: string } = {},
): Guild {
  const { botId } = world;
  const everyoneRole = { id: guildId, name: '@everyone', permissions: everyonePermissions };
  const botRole = {
    id: botRoleId,
    name: world.users.get(botId)?.name ?? 'bot',
    permissions: everyonePermissions,
    botId,
  };
  const roleIdsOf = (userId: string) => (userId === botId ? [botRoleId] : []);

  const guild: Guild = {
    id: guildId,
    name,
    ownerId: world.meId,
    roles: [everyoneRole, botRole],
    members: new Map([...world.users.keys()].map((userId) => [userId, roleIdsOf(userId)])),
    joinedAt: world.clock.now(),
  };
  world.guilds.set(guild.id, guild);
  return guild;
}

/** Adds a text channel or a forum to a server. */
export function addChannel(
  world: World,
  guildId: string,
  name: string,
  channelId = world.nextId(),
  kind: 'text' | 'forum' = 'text',
): Channel {
  const channel: Channel = {
    id: channelId,
    kind,
    name,
    guildId,
    recipients: [],
    overwrites: [],
    messages: new Map(),
  };
  world.channels.set(channel.id, channel);
  return channel;
}
