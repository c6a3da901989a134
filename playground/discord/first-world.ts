import type { Clock } from '../../src/lib/clock.ts';
import type { DiscordLimits } from './limits.ts';
import { openDirect } from './open-direct.ts';
import { everyonePermissions } from './permissions.ts';
import { createSnowflakeSource, fixedSnowflake } from './snowflakes.ts';
import { openThread } from './threads.ts';
import type { Channel, Guild, World, WorldEvent } from './world.ts';

/** Ids that stay the same from start to start, so that what a bot stored still finds its channels. */
const ID = {
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
const fixedId = (name: keyof typeof ID) => fixedSnowflake(ID[name]);

/** A server with two channels and a thread, a direct channel, two people and the bot. */
export function createFirstWorld(clock: Clock, limits: DiscordLimits): World {
  const world = emptyWorld(clock, limits);
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

function emptyWorld(clock: Clock, limits: DiscordLimits): World {
  const listeners = new Set<(event: WorldEvent) => void>();
  return {
    clock,
    limits,
    botId: fixedId('bot'),
    meId: fixedId('me'),
    origin: '',
    users: new Map(),
    guilds: new Map(),
    channels: new Map(),
    canReadContent: true,
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

/** A server that belongs to the person at the keyboard and has everybody in it, the bot with a role of its own. */
export function addGuild(
  world: World,
  name: string,
  {
    guildId = world.nextId(),
    botRoleId = world.nextId(),
  }: { guildId?: string; botRoleId?: string } = {},
): Guild {
  const { botId } = world;
  const guild: Guild = {
    id: guildId,
    name,
    ownerId: world.meId,
    roles: [
      { id: guildId, name: '@everyone', permissions: everyonePermissions },
      {
        id: botRoleId,
        name: world.users.get(botId)?.name ?? 'bot',
        permissions: everyonePermissions,
        botId,
      },
    ],
    members: new Map(
      [...world.users.keys()].map((userId) => [userId, userId === botId ? [botRoleId] : []]),
    ),
    joinedAt: world.clock.now(),
  };
  world.guilds.set(guild.id, guild);
  return guild;
}

export function addChannel(
  world: World,
  guildId: string,
  name: string,
  channelId = world.nextId(),
): Channel {
  const channel: Channel = {
    id: channelId,
    kind: 'text',
    name,
    guildId,
    recipients: [],
    overwrites: [],
    messages: new Map(),
  };
  world.channels.set(channel.id, channel);
  return channel;
}
